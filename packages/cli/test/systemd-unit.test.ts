import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const unit = readFileSync(
  new URL('../../../docs/operator/touchstone.service', import.meta.url),
  'utf8',
)
const settings = unit.split('\n').filter((line) => /^\w+=/.test(line))

test('the systemd unit protects DATA_DIR from other users and gives the server the access it needs', () => {
  expect(settings).toEqual(
    expect.arrayContaining([
      'StateDirectory=touchstone',
      'StateDirectoryMode=0700',
      'UMask=0077',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'PrivateTmp=yes',
    ]),
  )
  expect(settings).toContainEqual(
    expect.stringMatching(/^Environment=DATA_DIR=\/var\/lib\/touchstone /),
  )
  // WebAssembly is compiled at run time, and the capture browser builds its sandbox from namespaces.
  const names = settings.map((line) => line.split('=', 1)[0])
  for (const name of ['MemoryDenyWriteExecute', 'RestrictNamespaces', 'SystemCallFilter']) {
    expect(names).not.toContain(name)
  }
})
