export function parseBasePath(value: string | undefined, option?: string): string
export function parsePublicUrl(value: string | undefined, basePath: string, option?: string): string
