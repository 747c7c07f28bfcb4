import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { AppError } from '../../platform/errors/index.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome']

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The path of Chromium: `CHROMIUM_PATH`, the first program of its names on PATH, or the npm package
 * `@sparticuz/chromium` if someone installed it beside this program, which never includes it.
 */
export async function findChromium(
  env: Environment,
  beside: string = import.meta.url,
): Promise<string | undefined> {
  const own = env['CHROMIUM_PATH'] ?? ''
  if (own !== '') return isProgram(own) ? own : undefined
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  return onPath.find(isProgram) ?? (await packagedChromium(beside))
}

const packageName = '@sparticuz/chromium'

/** The package contains the program compressed, and unpacks it when asked for its path. */
async function packagedChromium(beside: string): Promise<string | undefined> {
  let main: string
  try {
    main = createRequire(beside).resolve(packageName)
  } catch {
    return undefined
  }
  const { default: loaded } = (await import(pathToFileURL(main).href)) as { default: unknown }
  const launcher = hasKey(loaded, 'default') ? loaded.default : loaded
  if (!hasKey(launcher, 'executablePath') || typeof launcher.executablePath !== 'function') {
    return undefined
  }
  const place: unknown = await (launcher.executablePath as () => unknown).call(launcher)
  return typeof place === 'string' && isProgram(place) ? place : undefined
}

function hasKey<N extends string>(value: unknown, name: N): value is Record<N, unknown> {
  return (
    (typeof value === 'object' || typeof value === 'function') && value !== null && name in value
  )
}

function isProgram(place: string): boolean {
  try {
    accessSync(place, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The path of Chromium, or an error that says how to install it. */
export async function requireChromium(env: Environment): Promise<string> {
  const chromium = await findChromium(env)
  if (chromium !== undefined) return chromium
  const own = env['CHROMIUM_PATH'] ?? ''
  throw new AppError({
    code: 'bad-configuration',
    message: `Pages are captured with Chromium, which was not found ${own === '' ? 'on PATH' : `at CHROMIUM_PATH ${own}`}. Install it (on Debian: apt-get install chromium), set CHROMIUM_PATH, or install the npm package ${packageName} beside Touchstone.`,
  })
}
