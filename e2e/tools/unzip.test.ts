import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { crc32, deflateRawSync } from 'node:zlib'
import { unzip } from './unzip.ts'

type File = { name: string; text: string; stored?: boolean; mode?: number; descriptor?: boolean }

/** A zip writer that knows just what the reader is asked to read. */
function zip(files: readonly File[], comment = ''): Buffer {
  const body: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const file of files) {
    const name = Buffer.from(file.name)
    const content = Buffer.from(file.text)
    const packed = file.stored ? content : deflateRawSync(content)
    const fields = Buffer.alloc(12)
    fields.writeUInt32LE(crc32(content), 0)
    fields.writeUInt32LE(packed.length, 4)
    fields.writeUInt32LE(content.length, 8)
    const flags = file.descriptor ? 8 : 0

    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(file.stored ? 0 : 8, 8)
    if (!file.descriptor) fields.copy(local, 14)
    local.writeUInt16LE(name.length, 26)
    const tail = file.descriptor ? fields : Buffer.alloc(0)

    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(flags, 8)
    entry.writeUInt16LE(file.stored ? 0 : 8, 10)
    fields.copy(entry, 16)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(((0o100000 | (file.mode ?? 0o644)) << 16) >>> 0, 38)
    entry.writeUInt32LE(offset, 42)

    body.push(local, name, packed, tail)
    directory.push(entry, name)
    offset += local.length + name.length + packed.length + tail.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(listing.length, 12)
  end.writeUInt32LE(offset, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...body, listing, end, Buffer.from(comment)])
}

let folder = ''
let counter = 0
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'meshwright-unzip-'))
})
after(() => rm(folder, { recursive: true, force: true }))

async function unpack(archive: Buffer): Promise<{ out: string; names: string[] }> {
  counter += 1
  const file = join(folder, `${counter}.zip`)
  const out = join(folder, `${counter}`)
  await writeFile(file, archive)
  return { out, names: await unzip(file, out) }
}

const long = 'mesh '.repeat(50_000)
const readable: { name: string; files: File[]; comment?: string }[] = [
  { name: 'a deflated file', files: [{ name: 'a.txt', text: long }] },
  { name: 'a stored file', files: [{ name: 'a.txt', text: 'plain', stored: true }] },
  { name: 'an empty file', files: [{ name: 'empty', text: '' }] },
  {
    name: 'files in folders',
    files: [
      { name: 'helm/', text: '', stored: true },
      { name: 'helm/helm', text: long },
      { name: 'kubectl/bin/kubectl', text: 'k' },
    ],
  },
  { name: 'sizes after the data', files: [{ name: 'a.txt', text: long, descriptor: true }] },
  { name: 'a comment', files: [{ name: 'a', text: 'a' }], comment: 'made by hand' },
]
for (const row of readable) {
  test(`unzip reads ${row.name}`, async () => {
    const { out, names } = await unpack(zip(row.files, row.comment))
    const files = row.files.filter((file) => !file.name.endsWith('/'))
    assert.deepEqual(
      names,
      files.map((file) => file.name),
    )
    for (const file of files) {
      assert.equal(await readFile(join(out, file.name), 'utf8'), file.text)
    }
  })
}

test('unzip keeps that a file may be executed', async () => {
  const { out } = await unpack(zip([{ name: 'run', text: '#!/bin/sh', mode: 0o755 }]))
  assert.equal((await stat(join(out, 'run'))).mode & 0o111, 0o111)
})

const good = zip([{ name: 'a.txt', text: long }])
function changed(at: number, value: number): Buffer {
  const copy = Buffer.from(good)
  copy.writeUInt8(value, at)
  return copy
}
const directoryAt = good.readUInt32LE(good.length - 22 + 16)
const refused: { name: string; archive: Buffer; error: RegExp }[] = [
  { name: 'no zip at all', archive: Buffer.from('hello'), error: /no end record/ },
  {
    name: 'a cut off archive',
    archive: good.subarray(0, good.length - 30),
    error: /no end record/,
  },
  { name: 'a changed byte', archive: changed(60, good.readUInt8(60) ^ 0xff), error: /damaged/ },
  { name: 'a wrong checksum', archive: changed(directoryAt + 16, 1), error: /damaged/ },
  { name: 'a size that is too small', archive: changed(directoryAt + 24, 1), error: /damaged/ },
  { name: 'an encrypted entry', archive: changed(directoryAt + 8, 1), error: /encrypted/ },
  { name: 'an unknown method', archive: changed(directoryAt + 10, 12), error: /method 12/ },
  { name: 'a parent folder', archive: zip([{ name: '../x', text: 'x' }]), error: /leaves/ },
  { name: 'a hidden parent', archive: zip([{ name: 'a/../../x', text: 'x' }]), error: /leaves/ },
  { name: 'an absolute name', archive: zip([{ name: '/etc/x', text: 'x' }]), error: /leaves/ },
  { name: 'a backslash', archive: zip([{ name: '..\\x', text: 'x' }]), error: /leaves/ },
]
for (const row of refused) {
  test(`unzip refuses ${row.name}`, async () => {
    await assert.rejects(unpack(row.archive), row.error)
  })
}
