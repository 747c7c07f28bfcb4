// Runs npm for install.mjs, under the Node that installs.
import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { basename, delimiter, join, sep } from 'node:path'

const windows = process.platform === 'win32'

// Variables from an enclosing npm that would make `npm ci` leave something out.
const unwantedEnvironment =
  /^(NODE_ENV|npm_(lifecycle|package)_.*|npm_command|npm_config_(global|location|prefix|local_prefix|omit|include|only|also|production|optional|dev|dry_run|package_lock|package_lock_only|workspace|workspaces|include_workspace_root|if_present|json|loglevel|silent|long|parseable|script_shell|save.*))$/i

/** PATH without the node_modules of this repository, which are about to be replaced. */
function searchPath(modules) {
  return (process.env.PATH || process.env.Path || '')
    .split(delimiter)
    .filter((folder) => folder && !(folder + sep).startsWith(modules + sep))
}

function onPath(name, modules) {
  return searchPath(modules)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file) && statSync(file).isFile())
}

function findNpm(modules) {
  const within = process.execPath.startsWith(modules + sep)
  const node = (within && onPath(windows ? 'node.exe' : 'node', modules)) || process.execPath
  const cli = process.env.npm_execpath
  if (cli && basename(cli) === 'npm-cli.js' && existsSync(cli)) {
    return { command: node, first: [cli], shell: false }
  }
  const npm = onPath(windows ? 'npm.cmd' : 'npm', modules)
  return npm ? { command: windows ? `"${npm}"` : npm, first: [], shell: windows } : undefined
}

/** Keeps the end of npm's words for the explanation and shows that something is going on. */
function follow(child, started) {
  let output = ''
  let rest = ''
  let trouble = ''
  const fetched = new Set()
  const terminal = Boolean(process.stderr.isTTY)
  const read = (chunk) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()
    for (const line of lines) {
      const tarball = /^npm http (?:fetch GET \d+|cache) (\S+\.tgz)/.exec(line)
      if (tarball) fetched.add(tarball[1])
      const failure = /^npm http fetch .* attempt \d+ failed with (\w+)/.exec(line)
      if (failure || tarball) {
        trouble = failure ? `; the registry does not answer (${failure[1]}), trying again` : ''
      }
      if (!line.startsWith('npm http')) output = `${output}${line}\n`.slice(-60000)
    }
  }
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', read)
  const show = () => {
    const seconds = Math.round((Date.now() - started) / 1000)
    const line = `  ${fetched.size} packages read, ${seconds} s${trouble}`
    process.stderr.write(terminal ? `\r\u001b[2K${line}` : `${line}\n`)
  }
  const timer = setInterval(show, terminal ? 500 : 5000)
  return () => {
    clearInterval(timer)
    if (terminal) process.stderr.write('\r\u001b[2K')
    return `${output}${rest}\n`
  }
}

// npm itself would retry for over a minute before it reports that the registry is unreachable.
const usualOptions =
  '--prefer-offline --no-audit --no-fund --no-color --loglevel=http ' +
  '--fetch-retries=2 --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000'

/**
 * Runs `npm ci` in a folder, apart from the packages in `modules`. Stops it when this process is stopped. `done` gets
 * npm's output, and `{ missing }`, `{ stopped }` with the exit code, or `{ code }` of npm.
 */
export function runCi(folder, modules, options, done) {
  const npm = findNpm(modules)
  if (!npm) {
    done({ missing: true }, '')
    return
  }
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !unwantedEnvironment.test(name)),
  )
  environment.PATH = searchPath(modules).join(delimiter)
  // Its install script would ask another host for CUDA.
  environment.ONNXRUNTIME_NODE_INSTALL = 'skip'
  const args = [...npm.first, 'ci', ...options, ...usualOptions.split(' ')]
  const child = spawn(npm.command, args, {
    cwd: folder,
    env: environment,
    shell: npm.shell,
    detached: !windows,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = follow(child, Date.now())
  let stopped
  // The whole group: npm starts another npm, which fetches the Node runtime.
  const kill = (signal) => {
    try {
      process.kill(windows ? child.pid : -child.pid, signal)
    } catch {
      // It has already ended.
    }
  }
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.on(signal, () => {
      kill(stopped === undefined ? signal : 'SIGKILL')
      stopped = code
      setTimeout(kill, 1500, 'SIGKILL').unref()
    })
  }
  child.on('error', (error) => done({ code: 1 }, `${stop()}npm error ${error.message}`))
  child.on('close', (code) => {
    const output = stop()
    done(stopped === undefined ? { code } : { stopped }, output)
  })
}
