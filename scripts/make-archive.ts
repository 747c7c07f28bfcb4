// Makes the archive of this version for linux-x64, with everything that it needs to run:
//   npm run archive -- [--out FOLDER]
// The same commit gives the same bytes.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { digestOf, packFolder } from './archive/pack-folder.ts'
import { root } from './archive/places.ts'
import { stageProgram, version } from './archive/stage-program.ts'

const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist' } } })

/** Date of the commit, or SOURCE_DATE_EPOCH where there is no repository; seconds since 1970. */
function sourceDate(): number {
  const stated = process.env['SOURCE_DATE_EPOCH']
  const text =
    stated ??
    spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: root, encoding: 'utf8' }).stdout
  if (!/^\d+\n?$/.test(text)) {
    throw new Error('The date of the commit is unknown: set SOURCE_DATE_EPOCH to its seconds.')
  }
  return Number(text)
}

const out = resolve(values.out)
const name = `touchstone-${version()}-linux-x64`
const draft = mkdtempSync(join(tmpdir(), 'touchstone-archive-'))
try {
  const folder = join(draft, name)
  mkdirSync(folder)
  await stageProgram(folder)
  mkdirSync(out, { recursive: true })
  const file = join(out, `${name}.tar.gz`)
  await packFolder(folder, file, sourceDate())
  const digest = await digestOf(file)
  writeFileSync(`${file}.sha256`, `${digest}  ${basename(file)}\n`)
  console.log(`${file}\n${(statSync(file).size / 1e6).toFixed(1)} MB, SHA-256 ${digest}`)
} finally {
  rmSync(draft, { recursive: true, force: true })
}
