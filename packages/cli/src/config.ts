import { resolve } from 'node:path'
import { TouchstoneError } from '@touchstone/contract'
import { screeningVariables, serverVariables, telemetryVariables } from '@touchstone/server/config'
import { z } from 'zod'

export type Variable = {
  name:
    | 'PORT'
    | 'HOST'
    | 'DATA_DIR'
    | 'CHROMIUM_PATH'
    | 'NO_COLOR'
    | (typeof serverVariables)[number]['name']
    | (typeof screeningVariables)[number]['name']
    | (typeof telemetryVariables)[number]['name']
  /** As written in the environment; empty if there is none. */
  default: string
  meaning: string
}

/** Every environment variable that Touchstone reads. docs/operator/configuration.md shows it. */
const variables: readonly Variable[] = [
  {
    name: 'PORT',
    default: '7070',
    meaning:
      'Port on which the server, or the sample report, is served, 0 to 65535; 0 takes any free one.',
  },
  {
    name: 'HOST',
    default: '127.0.0.1',
    meaning: 'Address to listen on. The default is reachable from this machine only.',
  },
  {
    name: 'DATA_DIR',
    default: './data',
    meaning: 'Folder for Touchstone’s data; created if missing.',
  },
  ...serverVariables,
  ...screeningVariables,
  ...telemetryVariables,
  {
    name: 'CHROMIUM_PATH',
    default: '',
    meaning:
      'Chromium to use. By default the one on PATH, otherwise that of the npm package `@sparticuz/chromium`, if installed beside Touchstone.',
  },
  {
    name: 'NO_COLOR',
    default: '',
    meaning: 'Any value disables colours in the terminal.',
  },
]

export type Config = {
  port: number
  host: string
  dataDir: string
  chromiumPath: string | undefined
  /** True for CAPTURE_ISOLATION=required. */
  isolationRequired: boolean
  noColor: boolean
}

const Environment = z.object({
  PORT: z
    .string()
    .regex(/^[0-9]{1,5}$/)
    .transform(Number)
    .refine((port) => port <= 65535),
  HOST: z.string().regex(/^[A-Za-z0-9.:_%-]+$/),
  DATA_DIR: z.string().min(1),
})

const remedies: Record<keyof z.infer<typeof Environment>, string> = {
  PORT: 'write a whole number from 0 to 65535, for example PORT=7071 npm start',
  HOST: 'write a host name or an address, for example HOST=127.0.0.1 npm start',
  DATA_DIR: 'write a path, for example DATA_DIR=./data npm start',
}

/** Reads the configuration; an empty variable counts as not set. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const value = (name: Variable['name']): string =>
    env[name] || (variables.find((variable) => variable.name === name)?.default ?? '')
  const result = Environment.safeParse({
    PORT: value('PORT'),
    HOST: value('HOST'),
    DATA_DIR: value('DATA_DIR'),
  })
  if (!result.success) {
    const lines = result.error.issues.map((issue) => {
      const name = issue.path[0] as keyof typeof remedies
      return `${name} is ${JSON.stringify(value(name))}: ${remedies[name]}`
    })
    throw new TouchstoneError({ code: 'bad-configuration', message: lines.join('\n') })
  }
  return {
    port: result.data.PORT,
    host: result.data.HOST,
    dataDir: resolve(result.data.DATA_DIR),
    chromiumPath: value('CHROMIUM_PATH') || undefined,
    isolationRequired: value('CAPTURE_ISOLATION') === 'required',
    noColor: value('NO_COLOR') !== '',
  }
}

/** The table of docs/operator/configuration.md. */
export function variablesTable(): string {
  const cell = (text: string): string => (text === '' ? '–' : `\`${text}\``)
  const rows = variables.map(
    ({ name, default: standard, meaning }) => `| \`${name}\` | ${cell(standard)} | ${meaning} |`,
  )
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n')
}
