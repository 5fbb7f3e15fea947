import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** A certificate and its key as PEM. */
export type Certified = { readonly cert: string; readonly key: string }

/** An authority for tests, and what it signs: keys are made for each run and never stand in a file of the project. */
export class Authority {
  readonly cert: string
  readonly #name: string
  readonly #key: KeyObject

  constructor(name: string) {
    const { privateKey, publicKey } = keys()
    this.#name = name
    this.#key = privateKey
    this.cert = certificate({
      name,
      issuer: name,
      publicKey,
      signedBy: privateKey,
      isAuthority: true,
    })
  }

  issue(name: string, hosts: readonly string[] = []): Certified {
    const { privateKey, publicKey } = keys()
    const issuer = this.#name
    const cert = certificate({ name, issuer, publicKey, signedBy: this.#key, hosts })
    return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
  }
}

const keys = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return {
    privateKey: createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })),
    publicKey,
  }
}

type Wanted = {
  readonly name: string
  readonly issuer: string
  readonly publicKey: KeyObject
  readonly signedBy: KeyObject
  readonly hosts?: readonly string[]
  readonly isAuthority?: boolean
}

/** @see RFC 5280, section 4.1 */
function certificate(wanted: Wanted): string {
  const { name, issuer, publicKey, signedBy, hosts = [], isAuthority = false } = wanted
  const algorithm = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02))
  const alternatives = hosts.map((host) =>
    /^[\d.]+$/.test(host)
      ? tlv(0x87, Buffer.from(host.split('.').map(Number)))
      : tlv(0x82, Buffer.from(host)),
  )
  const extensions = [
    ...(isAuthority
      ? [extension([0x55, 0x1d, 0x13], sequence(tlv(0x01, Buffer.from([0xff]))))]
      : []),
    ...(hosts.length > 0 ? [extension([0x55, 0x1d, 0x11], sequence(...alternatives))] : []),
  ]
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([1, ...crypto.getRandomValues(new Uint8Array(8))])),
    algorithm,
    named(issuer),
    sequence(tlv(0x17, Buffer.from('200101000000Z')), tlv(0x17, Buffer.from('490101000000Z'))),
    named(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [tlv(0xa3, sequence(...extensions))] : []),
  )
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', body, signedBy)])
  const der = sequence(body, algorithm, tlv(0x03, signature))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

function tlv(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}
const sequence = (...parts: readonly Buffer[]) => tlv(0x30, Buffer.concat(parts))
const oid = (...bytes: readonly number[]) => tlv(0x06, Buffer.from(bytes))
const named = (name: string) =>
  sequence(tlv(0x31, sequence(oid(0x55, 0x04, 0x03), tlv(0x0c, Buffer.from(name)))))
const extension = (id: readonly number[], value: Buffer) => sequence(oid(...id), tlv(0x04, value))
