import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('nothing set gives the defaults', () => {
  expect(readConfig({ PORT: '', HOST: '' })).toEqual({
    port: 7070,
    host: '127.0.0.1',
    dataDir: resolve('data'),
    chromiumPath: undefined,
    isolationRequired: false,
    noColor: false,
  })
})

test('settings override the defaults', () => {
  const env = {
    PORT: '0',
    HOST: '::1',
    DATA_DIR: '/srv/t',
    CHROMIUM_PATH: '/c',
    CAPTURE_ISOLATION: 'required',
    NO_COLOR: '1',
  }
  expect(readConfig(env)).toEqual({
    port: 0,
    host: '::1',
    dataDir: '/srv/t',
    chromiumPath: '/c',
    isolationRequired: true,
    noColor: true,
  })
})

test.each(['abc', '70707', '-1', '80.5', ' 80', '0x50'])(
  'PORT=%s is reported with its fix',
  (PORT) => {
    expect(() => readConfig({ PORT })).toThrow(
      `PORT is ${JSON.stringify(PORT)}: write a whole number from 0 to 65535, for example PORT=7071 npm start`,
    )
  },
)

test('every bad variable is named at once', () => {
  expect(() => readConfig({ PORT: 'x', HOST: 'a b' })).toThrow(/PORT is "x".*\nHOST is "a b"/)
})
