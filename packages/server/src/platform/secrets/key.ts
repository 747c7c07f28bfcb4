import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Secret } from '../config/index.ts'
import { AppError } from '../errors/index.ts'

const fileName = 'secret.key'

/** The key of `SECRET_KEY`, or that of the file in `DATA_DIR`, which is made where it is missing. */
export function loadSecretKey(config: {
  dataDir: string
  secretKey: Secret | undefined
}): KeyObject {
  const text = config.secretKey?.reveal() ?? readOrMake(config.dataDir)
  const bytes = Buffer.from(text.trim(), 'base64')
  if (bytes.length === 32) return createSecretKey(bytes)
  throw new AppError({
    code: 'bad-configuration',
    message: `${join(config.dataDir, fileName)} holds no key of 32 bytes in base64: put the file back as it was`,
  })
}

function readOrMake(dataDir: string): string {
  const path = join(dataDir, fileName)
  try {
    return readKey(path) ?? make(dataDir, path)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown'
    throw new AppError({
      code: 'bad-configuration',
      message: `${path} cannot be read or made (${code}): let this user write into DATA_DIR, or set SECRET_KEY`,
      cause,
    })
  }
}

function readKey(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Whole or not at all: of two processes that start at once the second takes the first one's. */
function make(dataDir: string, path: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const draft = `${path}.${process.pid}`
  rmSync(draft, { force: true })
  const file = openSync(draft, 'wx', 0o600)
  const text = `${randomBytes(32).toString('base64')}\n`
  writeSync(file, text)
  fsyncSync(file)
  closeSync(file)
  try {
    linkSync(draft, path)
    return text
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return readFileSync(path, 'utf8')
  } finally {
    rmSync(draft, { force: true })
  }
}
