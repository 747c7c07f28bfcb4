import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readServerConfig } from './config.ts'
import { readTelemetryConfig } from './telemetry.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-secrets-'))
afterAll(() => rmSync(folder, { recursive: true }))

function fileWith(name: string, content: string): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

test('a secret is read from the file that its variable names, without the line break at its end', () => {
  const key = Buffer.alloc(32, 7).toString('base64')
  const url = 'postgres://owner:hunter2@db.example/touchstone'
  const { people, store } = readServerConfig({
    SECRET_KEY: '',
    SECRET_KEY_FILE: fileWith('key', `${key}\n`),
    DATABASE_URL_FILE: fileWith('url', url),
  })
  expect(people.secretKey?.reveal()).toBe(key)
  expect(store.engine === 'postgresql' && store.ownerUrl.reveal()).toBe(url)
  const token = 'a'.repeat(20)
  const { metricsToken } = readTelemetryConfig({ METRICS_TOKEN_FILE: fileWith('token', token) })
  expect(metricsToken?.reveal()).toBe(token)
})

test('a file that cannot be used is reported by name and fix, without its content', () => {
  const file = fileWith('short', 'hunter2')
  const read = (env: Record<string, string>) => () => readServerConfig(env)
  expect(read({ SECRET_KEY_FILE: file })).toThrow('SECRET_KEY cannot be used: write 32 bytes')
  expect(read({ SECRET_KEY_FILE: file })).not.toThrow('hunter2')
  expect(read({ SECRET_KEY_FILE: file, SECRET_KEY: 'a' })).toThrow(
    'SECRET_KEY and SECRET_KEY_FILE are both set: keep one of them',
  )
  const missing = join(folder, 'none')
  expect(read({ SECRET_KEY_FILE: missing })).toThrow(`${missing} cannot be read (ENOENT); name a`)
  expect(read({ SECRET_KEY_FILE: fileWith('empty', '\n') })).toThrow('is empty')
  truncateSync(file, 70_000)
  expect(read({ SECRET_KEY_FILE: file })).toThrow('is larger than 64 KiB')
})
