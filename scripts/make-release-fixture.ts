// Makes the fixture of a release, which tests upgrade from then on: a backup of a small installation that the release's
// own archive filled. Once for each release, before its version is raised:
//   npx node --conditions=touchstone-source scripts/make-release-fixture.ts ARCHIVE
import { execFileSync, spawn } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from './archive/places.ts'

const [archive] = process.argv.slice(2)
if (archive === undefined) throw new Error('Name the archive of the release.')

/** Of the listings of the sample, those that it tells a story about, and every twentieth. */
function shorten(file: string): void {
  const sources = globSync(join(root, 'packages/server/src/demo/sample/*.ts'))
  const told = sources.flatMap((path) => readFileSync(path, 'utf8').match(/sample-\w\w-\d{4}/g))
  const rows = readFileSync(file, 'utf8').trimEnd().split('\n')
  const kept = rows.filter((row, index) => {
    const { id } = JSON.parse(row) as { id: string }
    return index % 20 === 0 || told.includes(id)
  })
  writeFileSync(file, `${kept.join('\n')}\n`)
}

const folder = mkdtempSync(join(tmpdir(), 'touchstone-release-'))
try {
  const program = join(folder, 'program')
  mkdirSync(program)
  execFileSync('tar', ['-xzf', archive, '-C', program, '--strip-components=1'])
  shorten(join(program, 'samples', 'listings.ndjson'))
  const touchstone = join(program, 'bin', 'touchstone')
  const environment = {
    PATH: process.env['PATH'] ?? '',
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
    LOG_LEVEL: 'error',
  }
  const run = (...args: string[]): string =>
    execFileSync(touchstone, args, { env: environment, encoding: 'utf8', stdio: 'pipe' }).trim()
  const version = run('--version')
  const server = spawn(touchstone, ['serve', '--sample'], { env: environment, stdio: 'pipe' })
  try {
    server.stdout.resume()
    server.stderr.pipe(process.stderr)
    for (let status = ''; !status.includes('is loaded'); status = statusOf(run)) await sleep(1000)
    // Seller links follow the listings.
    await sleep(30_000)
    const fixture = join(root, 'packages', 'server', 'test', 'releases', version)
    rmSync(fixture, { recursive: true, force: true })
    run('backup', 'create', fixture)
    rmSync(join(fixture, 'lock'), { recursive: true })
    console.log(fixture)
  } finally {
    server.kill('SIGTERM')
    await new Promise((resolve) => server.once('close', resolve))
  }
} finally {
  rmSync(folder, { recursive: true })
}

function statusOf(run: (...args: string[]) => string): string {
  try {
    return run('sample', 'status')
  } catch {
    // The server does not listen yet.
    return ''
  }
}
