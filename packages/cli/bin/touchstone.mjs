#!/usr/bin/env node
// Starts the command: in the repository from its sources, on a Node that runs TypeScript (this one or that of the installed
// package `node`); in a published package from the compiled files. Plain JavaScript, so that an older Node
// prints what it lacks instead of a syntax error.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const cli = dirname(dirname(fileURLToPath(import.meta.url)))

function findNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const installed = join(cli, '..', '..', 'node_modules', 'node', 'bin', name)
  return existsSync(installed) ? installed : undefined
}

const node = findNode()
if (!node) {
  console.error(
    `Node ${process.versions.node} is too old: touchstone needs Node 22.18 or newer. ` +
      'Run `npm ci` in the repository, which brings Node 24, or install it from https://nodejs.org.',
  )
  process.exit(1)
}

const sources = join(cli, 'src', 'main.ts')
const fromSources = existsSync(sources)

const child = spawn(
  node,
  [
    // Most objects are short-lived, and those promoted by chance would wait long for collection: without these limits
    // memory grows for minutes before it levels off.
    '--max-semi-space-size=16',
    '--heap-growing-percent=40',
    ...(fromSources ? ['--conditions=touchstone-source', sources] : [join(cli, 'dist', 'main.js')]),
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
)
// A terminal sends Ctrl-C to the child as well; a second signal would interrupt its shutdown.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  })
}
child.on('error', (error) => {
  console.error(`Could not start ${node}: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (signal ? constants.signals[signal] : 1))
})
