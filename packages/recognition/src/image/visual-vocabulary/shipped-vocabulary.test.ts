import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const folder = join(import.meta.dirname, '../../../visual-vocabulary')
const words = readFileSync(join(folder, 'visual-vocabulary.bin'))
const readme = readFileSync(join(folder, 'README.md'), 'utf8')

test('the words that are shipped are those whose digest, size, licence and making are stated', () => {
  expect(readme).toContain(createHash('sha256').update(words).digest('hex'))
  expect(readme).toContain(words.length.toLocaleString('en'))
  expect(readme).toContain('https://creativecommons.org/publicdomain/zero/1.0/')
  const [, script = ''] = /npm run (pictures:\w+) -- --photos/.exec(readme) ?? []
  const { scripts } = JSON.parse(readFileSync(join(folder, '../../../package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  expect(scripts[script]).toContain('train-visual-vocabulary.ts')
})
