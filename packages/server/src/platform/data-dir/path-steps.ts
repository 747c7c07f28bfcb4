import { lstatSync, readlinkSync, type Stats } from 'node:fs'
import { dirname, join, parse, resolve, sep } from 'node:path'

/** A folder or link on the way to a path, or the target itself. */
export type PathStep = { path: string; stats: Stats }

const mostLinks = 40

/** Every folder and link through which the system resolves a path, and the target, as far as they exist. */
export function stepsTo(path: string): PathStep[] {
  const { root } = parse(resolve(path))
  const partsOf = (absolute: string): string[] =>
    absolute.slice(parse(absolute).root.length).split(sep).filter(Boolean)
  const steps: PathStep[] = []
  let left = ['', ...partsOf(resolve(path))]
  let at = root
  let links = 0
  while (left.length > 0) {
    const [name = '', ...rest] = left
    const here = join(at, name)
    const stats = lstatSync(here, { throwIfNoEntry: false })
    if (stats === undefined) break
    steps.push({ path: here, stats })
    left = rest
    if (!stats.isSymbolicLink()) at = here
    else if (++links > mostLinks) break
    else {
      left = ['', ...partsOf(resolve(dirname(here), readlinkSync(here))), ...rest]
      at = root
    }
  }
  return steps
}
