import { expect, test } from 'vitest'
import { sealerOf } from '../../platform/encryption/index.ts'
import { createThumbnailToken, readThumbnailToken } from './thumbnail-token.ts'

const sealer = sealerOf(Buffer.alloc(32, 1))
const digest = 'ab'.repeat(32)
const hour = 3_600_000
const now = 500_000 * hour + 1000
const reader = {
  kind: 'key' as const,
  id: 'c0b7a6de-0f4e-4a57-b3f9-2f1f8f6b3d21',
  organisationId: 'c0b7a6de-0f4e-4a57-b3f9-2f1f8f6b3d22',
  scopes: ['listings:read' as const],
}

test('names a thumbnail until the end of the next hour, the same within an hour', () => {
  const token = createThumbnailToken(sealer, { digest, reader, now })
  expect(createThumbnailToken(sealer, { digest, reader, now: now + hour - 2000 })).toBe(token)
  expect(createThumbnailToken(sealer, { digest, reader, now: now + hour })).not.toBe(token)
  const read = (at: number) => readThumbnailToken(sealer, { token, reader, now: at })
  expect(read(now)).toBe(digest)
  expect(read(now + 2 * hour - 2000)).toBe(digest)
  expect(read(now + 2 * hour)).toBeUndefined()
})

test('is nothing in other hands, and cannot be made up', () => {
  const token = createThumbnailToken(sealer, { digest, reader, now })
  for (const other of [{ id: reader.organisationId }, { organisationId: reader.id }]) {
    expect(readThumbnailToken(sealer, { token, reader: { ...reader, ...other }, now })).toBe(
      undefined,
    )
  }
  const other = sealerOf(Buffer.alloc(32, 2))
  expect(readThumbnailToken(other, { token, reader, now })).toBeUndefined()
  const bytes = Buffer.from(token, 'base64url')
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes)
    changed[at]! ^= 1
    const forged = changed.toString('base64url')
    expect(readThumbnailToken(sealer, { token: forged, reader, now })).toBeUndefined()
  }
  for (const forged of ['', 'unsigned', token.slice(1), `${token}AA`]) {
    expect(readThumbnailToken(sealer, { token: forged, reader, now })).toBeUndefined()
  }
})
