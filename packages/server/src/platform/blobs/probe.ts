import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../errors/index.ts'
import { Bucket, digestOf, type BucketOptions } from './s3.ts'

/**
 * Writes a small object to the bucket, reads it and deletes it, under a name that the daily sweep deletes if this is
 * interrupted. Throws if any of that fails.
 */
export async function probeBucket(options: BucketOptions): Promise<void> {
  const bucket = new Bucket({ pauses: [200], ...options })
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-probe-'))
  try {
    const content = randomBytes(32)
    const sha256 = createHash('sha256').update(content).digest('hex')
    const name = `${sha256}.passing`
    const [sent, received] = [join(folder, 'sent'), join(folder, 'received')]
    await writeFile(sent, content, { mode: 0o600 })
    await bucket.put(name, { file: sent, bytes: content.length, sha256, ifNew: true })
    try {
      const isThere = await bucket.get(name, received)
      if (!isThere || (await digestOf(received)) !== sha256) throw notGivenBack()
    } finally {
      await bucket.remove(name)
    }
    if ((await bucket.head(name)) !== undefined) throw notDeleted()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function notGivenBack(): AppError {
  return new AppError({
    code: 'store-unfit',
    message: 'the blob bucket does not return what was stored in it: check its server',
  })
}

function notDeleted(): AppError {
  return new AppError({
    code: 'store-unfit',
    message: 'the blob bucket still has what was deleted from it: check its server',
  })
}
