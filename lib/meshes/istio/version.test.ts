import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseImage, parseVersion } from './version.ts'

const tags = [
  { tag: '1.26.3', version: '1.26.3' },
  { tag: '1.26.3-distroless', version: '1.26.3-distroless' },
  { tag: 'v1.10', version: '1.10' },
  { tag: 'latest', version: undefined },
  { tag: '9f8e7d6c5b4a', version: undefined },
  { tag: undefined, version: undefined },
]
for (const { tag, version } of tags)
  test(`tag ${tag}`, () => assert.equal(parseVersion(tag)?.text, version))

const images = [
  { image: 'docker.io/istio/pilot:1.26.3', base: 'pilot', tag: '1.26.3' },
  { image: 'registry:5000/istio/pilot@sha256:abcd', base: 'pilot', tag: undefined },
  { image: 'registry:5000/pilot:1.5.0@sha256:abcd', base: 'pilot', tag: '1.5.0' },
  { image: 'nginx', base: 'nginx', tag: undefined },
  { image: '', base: '', tag: undefined },
]
for (const { image, base, tag } of images)
  test(`image ${image}`, () => {
    const parsed = parseImage(image)
    assert.deepEqual({ base: parsed.base, tag: parsed.tag }, { base, tag })
  })
