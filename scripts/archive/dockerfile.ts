export type Instruction = { name: string; text: string }

export type Stage = {
  name: string
  /** The stage or image that it begins with. */
  from: string
  instructions: Instruction[]
}

/** The stages of a Dockerfile whose instructions each fit on one line. */
export function readDockerfile(text: string): Stage[] {
  const stages: Stage[] = []
  for (const line of text.split('\n').filter((entry) => /^[A-Z]/.test(entry))) {
    const [, name = '', rest = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? []
    if (name === 'FROM') {
      const [from = '', , as = `stage-${stages.length}`] = rest.split(/\s+/)
      stages.push({ name: as, from, instructions: [] })
    } else stages.at(-1)?.instructions.push({ name, text: rest })
  }
  return stages
}

/** The command of `ENTRYPOINT`, `CMD` or `HEALTHCHECK … CMD` in its JSON form. */
export function commandIn(stage: Stage, name: string): string[] {
  const text = stage.instructions.findLast((entry) => entry.name === name)?.text ?? '[]'
  return JSON.parse(text.slice(text.indexOf('['))) as string[]
}

/** The variables that a stage sets. */
export function variablesIn(stage: Stage): Record<string, string> {
  const pairs = stage.instructions
    .filter(({ name }) => name === 'ENV')
    .flatMap(({ text }) => text.split(/\s+/))
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )
}

/** The words of all instructions of a name. */
export function wordsIn(stage: Stage, name: string): string[] {
  return stage.instructions
    .filter((entry) => entry.name === name)
    .flatMap(({ text }) => text.split(/\s+/))
}
