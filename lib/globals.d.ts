// The two globals that every place where lib runs has: the server, the browser, its workers and the command line.
declare class URL {
  constructor(url: string, base?: string)
  readonly hostname: string
  readonly host: string
  readonly pathname: string
  readonly port: string
  readonly protocol: string
  readonly origin: string
  static canParse(url: string, base?: string): boolean
}
declare class TextEncoder {
  encode(input?: string): Uint8Array
}
