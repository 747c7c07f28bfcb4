import { resolve } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { readServerConfig } from './config.ts'

const url = 'postgres://owner:hunter2@db.example:5432/touchstone'

test('nothing set gives the embedded store in the folder data', () => {
  const dataDir = resolve('data')
  expect(readServerConfig({ DATABASE_URL: '' })).toEqual({
    dataDir,
    store: { engine: 'embedded', dataDir },
    secretKey: undefined,
    outboundAllow: [],
  })
})

test('OUTBOUND_ALLOW names hosts with their ports', () => {
  const read = (OUTBOUND_ALLOW: string): unknown =>
    readServerConfig({ OUTBOUND_ALLOW }).outboundAllow
  expect(read('Hooks.internal:8080, 10.0.0.7:443,[fd00::1]:9000')).toEqual([
    { host: 'hooks.internal', port: 8080 },
    { host: '10.0.0.7', port: 443 },
    { host: '[fd00::1]', port: 9000 },
  ])
  for (const bad of ['hooks.internal', 'http://a:80', 'a:0', 'a:65536', 'a:80,', 'a:80;b:80']) {
    expect(() => read(bad)).toThrow('OUTBOUND_ALLOW cannot be used')
  }
})

test('SECRET_KEY is 32 bytes in base64', () => {
  const key = Buffer.alloc(32, 7).toString('base64')
  expect(readServerConfig({ SECRET_KEY: key }).secretKey?.reveal()).toBe(key)
  expect(inspect(readServerConfig({ SECRET_KEY: key }))).not.toContain(key)
  for (const bad of ['short', key.slice(1), `${key}=`]) {
    expect(() => readServerConfig({ SECRET_KEY: bad })).toThrow('SECRET_KEY cannot be used')
  }
})

test('DATABASE_URL gives PostgreSQL', () => {
  const { store } = readServerConfig({ DATABASE_URL: url, DATABASE_APP_URL: url })
  if (store.engine !== 'postgresql') throw new Error('not PostgreSQL')
  expect([store.ownerUrl.reveal(), store.appUrl?.reveal()]).toEqual([url, url])
})

test('whoever prints, logs or serialises the configuration shows no secret', () => {
  const config = readServerConfig({ DATABASE_URL: url, DATABASE_APP_URL: url })
  for (const text of [inspect(config, { depth: 9 }), JSON.stringify(config)]) {
    expect(text).not.toContain('hunter2')
    expect(text).toContain('[secret]')
  }
})

describe('what cannot be used is told by name and mend, without its value', () => {
  test.each(['mysql://a:hunter2@b/c', 'hunter2', 'postgres://owner:hunter2@db.example'])(
    'DATABASE_URL=%s',
    (DATABASE_URL) => {
      const read = (): unknown => readServerConfig({ DATABASE_URL })
      expect(read).toThrow('DATABASE_URL cannot be used: write postgres://user:password@host')
      expect(read).not.toThrow('hunter2')
    },
  )

  test('a login for requests without the owner', () => {
    expect(() => readServerConfig({ DATABASE_APP_URL: url })).toThrow(
      'DATABASE_APP_URL is set without DATABASE_URL',
    )
  })
})
