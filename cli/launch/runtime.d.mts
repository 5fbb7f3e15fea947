export function isNewEnough(version: string): boolean
export function pickRuntime(): string
