import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { crc32, inflateRaw } from 'node:zlib'

const inflate = promisify(inflateRaw)

const END_SIGNATURE = 0x06054b50
const END_LENGTH = 22
const MAX_COMMENT_LENGTH = 0xffff
const ENTRY_SIGNATURE = 0x02014b50
const ENTRY_LENGTH = 46
const LOCAL_SIGNATURE = 0x04034b50
const LOCAL_LENGTH = 30
const ZIP64_MARK = 0xffffffff

type Entry = {
  name: string
  method: number
  checksum: number
  packedSize: number
  size: number
  mode: number
  offset: number
}

/**
 * Unpacks a zip archive into `folder`: stored and deflated entries, checksums verified, file modes
 * kept. Refuses encrypted and zip64 archives and names that would leave the folder.
 *
 * @see PKWARE APPNOTE.TXT 6.3.10, sections 4.3 and 4.4
 */
export async function unzip(archive: string, folder: string): Promise<string[]> {
  const bytes = await readFile(archive)
  const written: string[] = []
  for (const entry of readEntries(bytes)) {
    const parts = safeParts(entry.name)
    const target = join(folder, ...parts)
    if (entry.name.endsWith('/')) {
      await mkdir(target, { recursive: true })
      continue
    }
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, await contentOf(bytes, entry), { mode: entry.mode })
    written.push(parts.join('/'))
  }
  return written
}

/** Sizes come from the central directory: in local headers they may be left out. */
function readEntries(bytes: Buffer): Entry[] {
  const end = findEnd(bytes)
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  if (count === 0xffff || at === ZIP64_MARK) throw new Error('zip: zip64 is not supported')
  const entries: Entry[] = []
  for (let index = 0; index < count; index += 1) {
    need(bytes, at, ENTRY_LENGTH, ENTRY_SIGNATURE, 'central directory')
    if ((bytes.readUInt16LE(at + 8) & 1) !== 0) throw new Error('zip: entry is encrypted')
    const nameLength = bytes.readUInt16LE(at + 28)
    const entry: Entry = {
      name: bytes.toString('utf8', at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength),
      method: bytes.readUInt16LE(at + 10),
      checksum: bytes.readUInt32LE(at + 16),
      packedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      // The upper half holds the Unix mode where the archive was made on Unix.
      mode: (bytes.readUInt32LE(at + 38) >>> 16) & 0o777 || 0o644,
      offset: bytes.readUInt32LE(at + 42),
    }
    if ([entry.packedSize, entry.size, entry.offset].includes(ZIP64_MARK)) {
      throw new Error('zip: zip64 is not supported')
    }
    entries.push(entry)
    at += ENTRY_LENGTH + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

/** The end record stands last, before a comment of at most 64 KiB. */
function findEnd(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - END_LENGTH - MAX_COMMENT_LENGTH)
  for (let at = bytes.length - END_LENGTH; at >= first; at -= 1) {
    if (bytes.readUInt32LE(at) === END_SIGNATURE) return at
  }
  throw new Error('zip: no end record, the archive is cut off or no zip')
}

async function contentOf(bytes: Buffer, entry: Entry): Promise<Buffer> {
  need(bytes, entry.offset, LOCAL_LENGTH, LOCAL_SIGNATURE, `entry ${entry.name}`)
  const start =
    entry.offset +
    LOCAL_LENGTH +
    bytes.readUInt16LE(entry.offset + 26) +
    bytes.readUInt16LE(entry.offset + 28)
  const packed = bytes.subarray(start, start + entry.packedSize)
  const content = await unpack(packed, entry)
  if (content.length !== entry.size || crc32(content) !== entry.checksum) {
    throw new Error(`zip: ${entry.name} is damaged`)
  }
  return content
}

async function unpack(packed: Buffer, entry: Entry): Promise<Buffer> {
  if (entry.method === 0) return packed
  if (entry.method !== 8) throw new Error(`zip: ${entry.name} uses method ${entry.method}`)
  try {
    return await inflate(packed, { maxOutputLength: Math.max(1, entry.size) })
  } catch (cause) {
    throw new Error(`zip: ${entry.name} is damaged`, { cause })
  }
}

function need(bytes: Buffer, at: number, length: number, signature: number, what: string): void {
  if (at + length > bytes.length || bytes.readUInt32LE(at) !== signature) {
    throw new Error(`zip: ${what} is damaged`)
  }
}

function safeParts(name: string): string[] {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.')
  const leaves = name.startsWith('/') || name.includes('\\') || name.includes('\0')
  if (leaves || parts.includes('..'))
    throw new Error(`zip: ${JSON.stringify(name)} leaves the folder`)
  return parts
}
