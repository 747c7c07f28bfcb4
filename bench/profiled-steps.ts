import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { timed } from './process-runs.ts'

interface Profile {
  nodes: {
    id: number
    hitCount: number
    callFrame: { functionName: string; url: string }
    children?: number[]
    /** Samples by source line, from 1. */
    positionTicks?: { line: number; ticks: number }[]
  }[]
}
type Frame = Profile['nodes'][number]['callFrame']

export const START_UP = 'start-up: loading and compiling'
const PARSE = 'JSON.parse'
const WRITE_JSON = 'JSON.stringify'
const NEAR_NAMES = 'near names'
const DISGUISES = 'disguises'

/** The first step that fits a frame has its time; frames are asked from the innermost out. */
const steps: readonly { says: string; fits: (frame: Frame) => boolean }[] = [
  { says: 'garbage collection', fits: (frame) => frame.functionName === '(garbage collector)' },
  { says: 'validation', fits: inside('packages/contract/src/') },
  {
    says: NEAR_NAMES,
    fits: inside(
      'disguise/near-name',
      'disguise/deletion-hashes.',
      'listing-text/find-near-names.',
    ),
  },
  { says: DISGUISES, fits: inside('src/disguise/') },
  { says: 'folding', fits: inside('text/fold.', 'text/compose-units.', 'text/simplify-han.') },
  { says: 'matching', fits: inside('text/phrases.', 'text/form-trie.') },
  { says: 'gathering what was found', fits: inside('recognition/src/listing-text/') },
  { says: 'brands, signals, verdict', fits: inside('packages/recognition/') },
  {
    says: 'writing',
    fits: (frame) =>
      inside('stream/line-writer.', 'stream/sink.')(frame) || /write/i.test(frame.functionName),
  },
  {
    says: 'reading bytes and cutting lines',
    fits: inside('stream/', 'node:internal/streams', 'node:fs', 'node:internal/fs'),
  },
]

function inside(...parts: readonly string[]): (frame: Frame) => boolean {
  return ({ url }) => parts.some((part) => url.includes(part))
}

/** Steps in which text functions work for another: a fold of a rewritten word is its disguise's. */
const owners: ReadonlySet<string> = new Set([NEAR_NAMES, DISGUISES])

/** The step that a stack of frames, the innermost first, is part of. */
function stepOf(stack: readonly Frame[]): string {
  if (stack[0]?.functionName === '(garbage collector)') return 'garbage collection'
  const perRow = stack.some(inside('/stream/'))
  if (!perRow) return stack[0]?.functionName.startsWith('(') === true ? 'other' : START_UP
  const all = stack.map((frame) => steps.find((step) => step.fits(frame))?.says)
  return all.find((part) => part !== undefined && owners.has(part)) ?? all.find(Boolean) ?? 'other'
}

const sources = new Map<string, readonly string[]>()

function sourceLine(url: string, line: number): string {
  let lines = sources.get(url)
  if (lines === undefined) {
    lines = url.startsWith('file:') ? readFileSync(fileURLToPath(url), 'utf8').split('\n') : []
    sources.set(url, lines)
  }
  return lines[line - 1] ?? ''
}

/** Built-in functions have no frame of their own: the calling line identifies the step. */
function stepOfLine(url: string, line: number): string | undefined {
  const source = url.includes('/stream/') ? sourceLine(url, line) : ''
  return [PARSE, WRITE_JSON].find((call) => source.includes(`${call}(`))
}

function shares({ nodes }: Profile): Map<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const ticks = new Map<string, number>()
  const add = (step: string, count: number): void => {
    ticks.set(step, (ticks.get(step) ?? 0) + count)
  }
  const walk = (id: number, callers: readonly Frame[]): void => {
    const node = byId.get(id)
    if (node === undefined) return
    const stack = [node.callFrame, ...callers]
    const step = stepOf(stack)
    let left = node.hitCount
    for (const { line, ticks: count } of node.positionTicks ?? []) {
      add(stepOfLine(node.callFrame.url, line) ?? step, count)
      left -= count
    }
    if (left > 0) add(step, left)
    for (const child of node.children ?? []) walk(child, stack)
  }
  const [root] = nodes
  if (root !== undefined) walk(root.id, [])
  return ticks
}

/** Runs `screen` under the profiler: each step's share of the time, the largest first, and how long it took. */
export async function profiledSteps(
  args: readonly string[],
): Promise<{ steps: [step: string, share: number][]; seconds: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-profile-'))
  try {
    const { seconds } = await timed(['--cpu-prof', `--cpu-prof-dir=${folder}`, ...args])
    const file = readdirSync(folder).find((name) => name.endsWith('.cpuprofile')) ?? ''
    const ticks = shares(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile)
    const total = ticks.values().reduce((sum, count) => sum + count, 0)
    const steps = [...ticks].map(([step, count]): [string, number] => [step, count / total])
    return { steps: steps.sort((one, other) => other[1] - one[1]), seconds }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
