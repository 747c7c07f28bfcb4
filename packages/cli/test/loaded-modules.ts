import { spawnSync } from 'node:child_process'
import { dirname, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))

const mark = 'loaded '
const recorder = `data:text/javascript,${encodeURIComponent(`
import { registerHooks } from 'node:module'
registerHooks({
  load: (url, context, next) => {
    if (url.startsWith('file:') && !url.endsWith('.json')) process.stderr.write('${mark}' + url + '\\n')
    return next(url, context)
  },
})`)}`

/** The code that a program loads: packages by name, its own files by path. */
export function loadedModules(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): string[] {
  const options = ['--conditions=touchstone-source', '--import', recorder, program, ...args]
  const { stderr } = spawnSync(process.execPath, options, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  const urls = stderr.split('\n').filter((line) => line.startsWith(mark))
  const names = urls.map((line) => {
    const path = fileURLToPath(line.slice(mark.length)).split(sep).join('/')
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? []
    return name === undefined || path.startsWith(dirname(program))
      ? relative(dirname(program), path)
      : name
  })
  return [...new Set(names)].toSorted()
}

/** What the command line's help needs: no store, no engine, no schema. */
export function helpModules(extension: 'js' | 'ts'): string[] {
  const own = [
    'commands/index',
    'main',
    'process-environment',
    'program',
    'program-io',
    'run-program',
  ]
  return ['commander', ...own.map((name) => `${name}.${extension}`)].toSorted()
}
