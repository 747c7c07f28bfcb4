import { spawn, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commandIn, readDockerfile, variablesIn, wordsIn, type Stage } from './dockerfile.ts'
import { root } from './places.ts'

const dockerfile = join(root, 'docs', 'operator', 'deploy', 'Dockerfile')

/** A text as one word of a shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}

/**
 * An empty root with the system's own programs, read-only, in place of the image that the Dockerfile starts from:
 * its lines may change everything else.
 */
const emptyRoot = `empty_root() {
  mkdir -p "$1" && mount -t tmpfs -o mode=755 tmpfs "$1" && cd "$1"
  mkdir -p usr etc proc dev tmp opt root run var/lib var/backups && chmod 1777 tmp
  mount --bind /usr usr && mount -o remount,bind,ro usr && mount -t tmpfs tmpfs usr/local && mkdir usr/local/bin
  for name in bin sbin lib lib64; do ln -s "usr/$name" "$name"; done
  cp -a /etc/passwd /etc/group /etc/shadow /etc/nsswitch.conf /etc/ld.so.cache /etc/hosts /etc/alternatives etc/
  mount -t proc proc proc && mount --bind /dev dev
}`

/** The shell commands that do what the lines of a stage say. */
function stepsOf(stage: Stage, context: string): string[] {
  const folder = `"$roots/${stage.name}"`
  const steps = [`empty_root ${folder}`]
  for (const { name, text } of stage.instructions) {
    if (name === 'RUN') steps.push(`chroot ${folder} /bin/sh -c ${quote(text)}`)
    if (name !== 'COPY') continue
    const words = text.split(/\s+/)
    const from = /^--from=(.*)$/.exec(words[0] ?? '')?.[1]
    const place = from === undefined ? quote(context) : `"$roots/${from}"`
    const sources = words.slice(from === undefined ? 0 : 1, -1)
    const target = `${folder}${words.at(-1)}`
    steps.push(`mkdir -p ${target}`)
    for (const source of sources) {
      const whole = from === undefined ? `/${source}` : `${source}/.`
      steps.push(`cp -a ${place}${whole} ${target}`)
    }
  }
  return steps
}

/** Makes the root read-only, but for its volumes and `/tmp`, as compose.yaml does. */
function closeRoot(stage: Stage): string[] {
  const folder = `"$roots/${stage.name}"`
  const volumes = wordsIn(stage, 'VOLUME').flatMap((volume) => [
    `mkdir -p "$roots/volumes${volume}" && cp -a ${folder}${volume}/. "$roots/volumes${volume}"`,
    `chown --reference=${folder}${volume} "$roots/volumes${volume}" && chmod --reference=${folder}${volume} "$roots/volumes${volume}"`,
    `mount --bind "$roots/volumes${volume}" ${folder}${volume}`,
  ])
  return [
    ...volumes,
    `mount -t tmpfs -o mode=1777 tmpfs ${folder}/tmp`,
    `mount -o remount,ro ${folder}`,
    `! touch ${folder}/opt/touchstone/written`,
  ]
}

type Environment = Record<string, string>

/** A command of the image as its user, without capabilities and with its variables alone. */
function inside(stage: Stage, command: readonly string[], environment: Environment): string {
  const [user = ''] = wordsIn(stage, 'USER')
  const [uid, gid] = user.split(':')
  const variables = Object.entries({ PATH: '/usr/bin:/bin', ...variablesIn(stage), ...environment })
  const env = variables.map(([name, value]) => quote(`${name}=${value}`)).join(' ')
  const asUser = `setpriv --reuid=${uid} --regid=${gid} --clear-groups --no-new-privs --bounding-set=-all`
  return `chroot "$roots/${stage.name}" ${asUser} env -i ${env} ${command.map(quote).join(' ')}`
}

/** A command of touchstone, or variables that commands have from then on. */
type Step = readonly string[] | Environment | 'start' | 'stop' | 'wipe'

/** The folder of backups that the Dockerfile names. */
export const backups = '/var/backups/touchstone'

/**
 * Does by hand what the Dockerfile says up to its stage `server`, with the archive in `context`, and then runs what
 * `steps` lists in that read-only root; `wipe` empties DATA_DIR. `kept` becomes a volume to read from. Needs root.
 */
export async function runContainerSteps({
  context,
  kept,
  environment,
  steps,
}: {
  context: string
  kept: string
  environment: Environment
  steps: readonly Step[]
}): Promise<{ code: number; output: string }> {
  const stages = readDockerfile(readFileSync(dockerfile, 'utf8'))
  const [unpacked, server] = ['unpacked', 'server'].map((name) =>
    stages.find((stage) => stage.name === name),
  )
  if (unpacked === undefined || server === undefined) {
    throw new Error('The Dockerfile lacks a stage.')
  }
  const program = commandIn(server, 'ENTRYPOINT')
  let variables = environment
  const run = (command: readonly string[]): string => inside(server, command, variables)
  const actions = {
    start: () => [
      `${run([...program, ...commandIn(server, 'CMD')])} & server=$!`,
      `until ${run(commandIn(server, 'HEALTHCHECK'))} 2>/dev/null; do kill -0 $server && sleep 1; done`,
      'echo "the server is healthy"',
    ],
    stop: () => ['kill $server', 'wait $server || true'],
    wipe: () => ['find "$roots/volumes/var/lib/touchstone" -mindepth 1 -delete'],
  }
  const script = [
    'set -eu',
    `roots=${quote(join(context, 'roots'))}`,
    'mkdir "$roots"',
    emptyRoot,
    ...stepsOf(unpacked, context),
    ...stepsOf(server, context),
    'cd /',
    `mkdir "$roots/server/mnt" && mount --bind ${quote(kept)} "$roots/server/mnt" && mount -o remount,bind,ro "$roots/server/mnt"`,
    ...closeRoot(server),
    ...steps.flatMap((step) => {
      if (typeof step === 'string') return actions[step]()
      if (isCommand(step)) return run([...program, ...step])
      variables = { ...variables, ...step }
      return []
    }),
    'echo "every step succeeded"',
  ].join('\n')
  const file = join(context, 'steps.sh')
  writeFileSync(file, script)
  const options = ['--mount', '--pid', '--fork', '--kill-child', '/bin/bash', file]
  const child = spawn('unshare', options, { stdio: 'pipe' })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const code = await new Promise<number>((resolve) =>
    child.on('close', (status) => resolve(status ?? 1)),
  )
  return { code, output }
}

function isCommand(step: readonly string[] | Environment): step is readonly string[] {
  return Array.isArray(step)
}

/** Whether this process may mount in a namespace of its own. */
export const canMount =
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['--mount', '--pid', '--fork', 'true']).status === 0
