// Makes the archive of this version for linux-x64, with everything that it needs to run, beside its digest, bill
// of materials and release notes:
//   npm run archive -- [--out FOLDER] [--key PRIVATE-KEY.pem]
// With an Ed25519 key, a signed statement says from what it was made. The same commit gives the same bytes.
import { spawnSync } from 'node:child_process'
import { createPrivateKey } from 'node:crypto'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { digestOf, packFolder } from './archive/pack-folder.ts'
import { root } from './archive/places.ts'
import { provenanceStatement, signStatement, type Material } from './archive/provenance.ts'
import { stageProgram, version } from './archive/stage-program.ts'

const { values } = parseArgs({
  options: { out: { type: 'string', default: 'dist' }, key: { type: 'string' } },
})

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

function git(...options: string[]): string {
  const { status, stdout } = spawnSync('git', options, { cwd: root, encoding: 'utf8' })
  return status === 0 ? stdout.trim() : ''
}

/** The commit, where there is a repository, and the files that fix everything from elsewhere. */
async function materials(): Promise<Material[]> {
  const commit = git('rev-parse', 'HEAD')
  const files = ['package-lock.json', 'node_modules/node/bin/node']
  const digests = files.map(async (file) => ({
    uri: `file:${file}`,
    digest: { sha256: await digestOf(join(root, file)) },
  }))
  return [
    ...(commit === '' ? [] : [{ uri: 'git:HEAD', digest: { gitCommit: commit } }]),
    ...(await Promise.all(digests)),
  ]
}

const out = resolve(values.out)
// Read first: a build takes a while.
const key = values.key === undefined ? undefined : createPrivateKey(readFileSync(values.key))
const name = `touchstone-${version()}-linux-x64`
const draft = mkdtempSync(join(tmpdir(), 'touchstone-archive-'))
try {
  const folder = join(draft, name)
  mkdirSync(folder)
  await stageProgram(folder, sourceDate())
  mkdirSync(out, { recursive: true })
  const file = join(out, `${name}.tar.gz`)
  await packFolder(folder, file, sourceDate())
  const digest = await digestOf(file)
  writeFileSync(`${file}.sha256`, `${digest}  ${basename(file)}\n`)
  const bill = `${name}.sbom.cdx.json`
  copyFileSync(join(folder, 'sbom.cdx.json'), join(out, bill))
  copyFileSync(join(folder, 'RELEASE-NOTES.md'), join(out, `${name}.RELEASE-NOTES.md`))
  if (key !== undefined) {
    const statement = provenanceStatement({
      version: version(),
      subjects: [
        { name: basename(file), sha256: digest },
        { name: bill, sha256: await digestOf(join(out, bill)) },
      ],
      sourceDate: sourceDate(),
      materials: await materials(),
    })
    writeFileSync(`${file}.intoto.json`, signStatement(statement, key))
  }
  console.log(`${file}\n${(statSync(file).size / 1e6).toFixed(1)} MB, SHA-256 ${digest}`)
} finally {
  rmSync(draft, { recursive: true, force: true })
}
