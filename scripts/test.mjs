// `npm test` runs every check and all tests; `npm test -- path` runs only the tests of that path,
// `npm test -- --changed [commit]` the checks and tests of the differences from a commit (HEAD).
// The last line of stdout is always `N passed, N failed`; each check counts as one.
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const windows = process.platform === 'win32'
const ownNode = join(modules, 'node', 'bin', windows ? 'node.exe' : 'node')
const node = existsSync(ownNode) ? ownNode : process.execPath

const checks = {
  // One program answers for the types, by TypeScript's native compiler, and for all rules.
  lint: {
    name: 'types and lint',
    tool: 'oxlint/bin/oxlint',
    options: [],
    files: [],
    // Each further thread infers the types of what its files import again.
    env: { GOMAXPROCS: '1' },
  },
  format: {
    name: 'format',
    tool: 'oxfmt/bin/oxfmt',
    options: ['--check', '--no-error-on-unmatched-pattern'],
    files: ['.'],
  },
  unused: {
    name: 'unused',
    tool: 'knip/bin/knip.js',
    options: ['--no-progress', '--no-config-hints'],
    files: [],
  },
}

const total = { passed: 0, failed: 0, skipped: [], failures: [], unsteady: [] }
/** With more files than this, a failure is no chance. */
const mostRepeatedFiles = 5
const running = new Set()
/** Results of the tests completed so far. */
let results
/** Folders to delete if a run is stopped. */
const folders = new Set()

/**
 * The folder for the tests' stores. They write much, wait for the disk at each commit and keep nothing: in memory, if
 * a machine has room and allows programs to be started there, it takes half the time.
 */
function scratch() {
  const memory = '/dev/shm'
  const enough = 8 * 1024 ** 3
  try {
    const mounts = readFileSync('/proc/mounts', 'utf8').split('\n')
    const mount = mounts.find((entry) => entry.includes(` ${memory} `))
    const { bavail, bsize } = statfsSync(memory)
    const isRoomy = Math.min(bavail * bsize, process.availableMemory()) > enough
    return isRoomy && mount !== undefined && !mount.includes('noexec') ? memory : tmpdir()
  } catch {
    return tmpdir()
  }
}

/** A separate process group, so that a signal also reaches the tool's workers. */
function run(tool, options, stdio, { env = {}, priority = 0 } = {}) {
  const child = spawn(node, [join(modules, tool), ...options], {
    cwd: root,
    stdio,
    detached: !windows,
    env: {
      ...process.env,
      ...(process.stdout.isTTY ? {} : { NO_COLOR: '1', FORCE_COLOR: undefined }),
      PATH: [join(modules, '.bin'), process.env.PATH].join(delimiter),
      // Hundreds of processes read the same sources: kept compiled, each starts a quarter of a second sooner.
      NODE_COMPILE_CACHE: join(modules, '.cache', 'node'),
      ...env,
    },
  })
  running.add(child)
  child.on('close', () => running.delete(child))
  if (child.pid !== undefined && priority !== 0) setPriority(child.pid, priority)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => (output += text))
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 1, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

function stop(signal, code) {
  for (const { pid } of running) {
    try {
      if (pid !== undefined) process.kill(windows ? pid : -pid, signal)
    } catch {
      // It has already ended.
    }
  }
  if (results !== undefined) printSlowest(countResults(results))
  console.error(`Stopped by ${signal}.`)
  printFailures()
  for (const folder of folders) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    } catch (error) {
      // What was signalled may go on writing for a moment.
      console.error(error.message)
    }
  }
  console.log(`${total.passed} passed, ${total.failed + 1} failed`)
  process.exit(code)
}
process.on('SIGINT', () => stop('SIGINT', 130))
process.on('SIGTERM', () => stop('SIGTERM', 143))

async function check({ name, tool, options, files, env }, chosen = files) {
  const started = Date.now()
  // Low priority, so that a check in parallel does not make tests exceed their time limits.
  const { code, output } = await run(tool, [...options, ...chosen], ['ignore', 'pipe', 'pipe'], {
    env,
    priority: 10,
  })
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  total[code === 0 ? 'passed' : 'failed'] += 1
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
  if (code !== 0) total.failures.push(name)
  if (code !== 0) console.log(output.trimEnd())
}

/** The tests, the files and the failures among the reporter's results; a file that does not load is a failed test. */
function readResults(file) {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const results = lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line))
  const tests = results.filter(({ kind }) => kind === 'test')
  const files = results.filter(({ kind }) => kind === 'file')
  const failures = tests.filter(({ state }) => state === 'failed')
  const failed = new Set(failures.map(({ file }) => file))
  for (const { file, errors } of files) {
    if (errors > 0 && !failed.has(file))
      failures.push({ file, reason: 'an error outside its tests' })
  }
  return { tests, files, failures }
}

const wordsOf = ({ file, name, reason }) =>
  `${name === undefined ? file : `${file} > ${name}`}: ${reason}`

/** Counts the results, without the failures in files whose tests all passed when they were repeated alone. */
function countResults(file, steadied = new Set()) {
  const { tests, files, failures } = readResults(file)
  const skipped = tests.filter(({ state }) => state === 'skipped')
  total.skipped.push(...skipped.map(({ file: place, name }) => `${place} > ${name}`))
  total.passed += tests.filter(({ state }) => state === 'passed').length
  for (const failure of failures) {
    const isSteadied = steadied.has(failure.file)
    total[isSteadied ? 'passed' : 'failed'] += 1
    total[isSteadied ? 'unsteady' : 'failures'].push(wordsOf(failure))
  }
  return files
}

/**
 * Repeats the files with failures, with nothing beside them, and returns those that pass. What passes then failed by
 * chance: a defect to be found, and named at the end of each run, but none of the change under test.
 */
async function repeatAlone(first, folder) {
  const files = [...new Set(readResults(first).failures.map(({ file }) => file))]
  if (files.length === 0 || files.length > mostRepeatedFiles) return new Set()
  console.log(`\nRepeating alone what failed: ${files.join(', ')}`)
  const again = join(folder, 'repeated.ndjson')
  await run(
    'vitest/vitest.mjs',
    ['run', '--maxWorkers=1', ...files],
    ['ignore', 'inherit', 'inherit'],
    {
      env: { TMPDIR: folder, TOUCHSTONE_TEST_RESULTS: again },
    },
  )
  const repeated = readResults(again)
  const failed = new Set(repeated.failures.map(({ file }) => file))
  const ended = new Set(repeated.files.map(({ file }) => file))
  return new Set(files.filter((file) => ended.has(file) && !failed.has(file)))
}

/** Again at the end, where the output of a whole run is read first. */
function printFailures() {
  for (const unsteady of total.unsteady) console.log(`unsteady, passed alone: ${unsteady}`)
  for (const failure of total.failures) console.log(`failed: ${failure}`)
}

/** Where the time of a run goes: most of it into few files. */
function printSlowest(files) {
  for (const { seconds, file } of files.toSorted((a, b) => b.seconds - a.seconds).slice(0, 25)) {
    console.log(`${seconds.toFixed(1).padStart(7)} s  ${file}`)
  }
}

async function test(options, checked) {
  const folder = mkdtempSync(join(scratch(), 'touchstone-test-'))
  folders.add(folder)
  // PostgreSQL runs as another user, and its data are in this folder.
  chmodSync(folder, 0o711)
  try {
    results = join(folder, 'results.ndjson')
    const { code } = await run(
      'vitest/vitest.mjs',
      ['run', ...options],
      ['ignore', 'inherit', 'inherit'],
      { env: { TMPDIR: folder, TOUCHSTONE_TEST_RESULTS: results } },
    )
    await checked
    const repeats = code !== 0 && options.length === 0
    const steadied = repeats ? await repeatAlone(results, folder) : new Set()
    const failedBefore = total.failed + total.unsteady.length
    printSlowest(countResults(results, steadied))
    // An error outside any test.
    if (code !== 0 && total.failed + total.unsteady.length === failedBefore) total.failed += 1
  } finally {
    // A browser that a worker ended may still write its last file.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}

function linesOf(program, options) {
  const { status, stdout, stderr } = spawnSync(program, options, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return stdout.split('\n').filter((line) => line !== '')
}

async function testChanged(commit = 'HEAD') {
  const changed = [
    ...linesOf('git', ['diff', '--name-only', '--relative', commit]),
    ...linesOf('git', ['ls-files', '--others', '--exclude-standard']),
  ]
  const present = changed.filter((file) => existsSync(join(root, file)))
  const sources = present.filter((file) => /\.(ts|tsx|js|mjs)$/.test(file))
  const tests = linesOf(node, ['scripts/affected-tests.ts', ...changed])
  console.log(`${changed.length} files differ from ${commit} and touch ${tests.length} test files.`)
  const { format, lint } = checks
  if (present.length > 0) await check(format, present)
  if (sources.length > 0) await check(lint, sources)
  if (tests.length > 0) await test(tests)
}

const paths = process.argv.slice(2)
if (paths[0] === '--changed') await testChanged(paths[1])
else {
  const runChecks = async () => {
    for (const definition of Object.values(checks)) await check(definition)
  }
  // While tests wait for stores, servers and browsers, the checks use the processors.
  const checked = paths.length === 0 ? runChecks() : Promise.resolve()
  await Promise.all([test(paths, checked), checked])
}

if (total.skipped.length > 0) {
  console.log(`${total.skipped.length} skipped: ${total.skipped.join('; ')}`)
}
printFailures()
process.exitCode = total.failed === 0 ? 0 : 1
console.log(`${total.passed} passed, ${total.failed} failed`)
