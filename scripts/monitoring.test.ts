import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { serve } from '@touchstone/server'
import {
  readScreeningConfig,
  readServerConfig,
  readTelemetryConfig,
} from '@touchstone/server/config'
import { onOneEngine } from '@touchstone/server/testing/engines'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { root } from './archive/places.ts'

type Rule = { alert: string; expr: string; for: string; annotations: { runbook_url: string } }
type Dashboard = { panels: { title: string; targets?: { expr: string }[] }[] }

const deploy = join(root, 'docs', 'operator', 'deploy')
const { groups } = parse(readFileSync(join(deploy, 'touchstone-alerts.yml'), 'utf8')) as {
  groups: { rules: Rule[] }[]
}
const rules = groups.flatMap((group) => group.rules)
const dashboard = JSON.parse(
  readFileSync(join(deploy, 'touchstone-dashboard.json'), 'utf8'),
) as Dashboard
const expressions = [
  ...rules.map(({ expr }) => expr),
  ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
]

type Selector = { metric: string; labels: { name: string; values: string[] }[] }

/** The series that an expression reads, with the labels that it names: in braces, and in `by (…)`. */
function selectorsIn(expression: string): Selector[] {
  const grouped = [...expression.matchAll(/\b(?:by|on|ignoring)\s*\(([^)]*)\)/g)]
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => ({ name: name.trim(), values: [] }))
  return [...expression.matchAll(/\b([a-z]\w*_\w+|up)\b(?!\s*\()(?:\{([^}]*)\})?/g)]
    .filter(([, name = '']) => name !== 'histogram_quantile')
    .map(([, metric = '', braces = '']) => ({
      metric,
      labels: [
        ...[...braces.matchAll(/(\w+)=(~?)"([^"]*)"/g)].map(
          ([, name = '', isPattern, text = '']) => ({
            name,
            values: isPattern ? text.split('|') : [text],
          }),
        ),
        ...grouped,
      ],
    }))
}

/** What a scrape shows: metrics by name, and their labels by name with the values that occur. */
function readScrape(text: string): Map<string, Map<string, Set<string>>> {
  const metrics = new Map<string, Map<string, Set<string>>>()
  for (const [, name = '', type] of text.matchAll(/^# TYPE (\S+) (\S+)$/gm)) {
    const suffixes = type === 'histogram' ? ['_bucket', '_sum', '_count'] : ['']
    for (const suffix of suffixes) metrics.set(name + suffix, new Map())
  }
  for (const [, name = '', braces = ''] of text.matchAll(/^(\w+)\{([^}]*)\} /gm)) {
    for (const [, label = '', value = ''] of braces.matchAll(/(\w+)="([^"]*)"/g)) {
      const labels = metrics.get(name)
      labels?.set(label, (labels.get(label) ?? new Set()).add(value))
    }
  }
  return metrics
}

test('each alert has a runbook, and each runbook an alert', () => {
  const folder = join(root, 'docs', 'operator', 'runbooks')
  const pages = readdirSync(folder).filter((name) => name !== 'README.md')
  expect(rules.map(({ annotations }) => basename(annotations.runbook_url)).sort()).toEqual(
    pages.sort(),
  )
  for (const { alert, annotations } of rules) {
    const page = join(root, annotations.runbook_url)
    expect([alert, existsSync(page)]).toEqual([alert, true])
    const text = readFileSync(page, 'utf8')
    expect(text).toMatch(new RegExp(`^# ${alert}$`, 'm'))
    const parts = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title)
    expect([alert, parts]).toEqual([
      alert,
      ['Meaning', 'Who notices', 'Find the cause', 'What to do', 'When it is over'],
    ])
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(
      `[\`${alert}\`](${basename(page)})`,
    )
  }
})

onOneEngine((engine) => {
  let scrape: ReturnType<typeof readScrape>

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'touchstone-monitoring-'))
    const store = await engine.newStore()
    const dataDir = store.engine === 'embedded' ? store.dataDir : folder
    const environment = { DATA_DIR: dataDir, BACKUP_DIR: join(folder, 'backups') }
    const server = await serve({
      config: { ...readServerConfig(environment), store },
      screening: readScreeningConfig({}),
      telemetry: readTelemetryConfig({ LOG_LEVEL: 'silent' }),
      host: '127.0.0.1',
      port: 0,
    })
    try {
      await fetch(`${server.url}/api/v1/listings`, { method: 'POST' })
      const response = await fetch(`${server.url}/metrics`)
      expect(response.status).toBe(200)
      scrape = readScrape(await response.text())
    } finally {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('every metric of the dashboard and the alerts is in the metrics of a server, with its labels', () => {
    expect(expressions.length).toBeGreaterThan(50)
    for (const expression of expressions) {
      const selectors = selectorsIn(expression)
      expect([expression, selectors.length]).not.toEqual([expression, 0])
      for (const { metric, labels } of selectors) {
        // Prometheus itself says whether it could read the metrics.
        if (metric === 'up') continue
        const known = scrape.get(metric)
        expect([expression, metric, known !== undefined]).toEqual([expression, metric, true])
        for (const { name, values } of known!.size === 0 ? [] : labels) {
          if (name === 'le') continue
          expect([expression, metric, name, known!.has(name)]).toEqual([
            expression,
            metric,
            name,
            true,
          ])
          // Statuses occur as requests come.
          if (name === 'status') continue
          for (const value of values) {
            const occurring = scrape.get(name === 'queue' ? 'touchstone_jobs' : metric)?.get(name)
            expect([expression, name, value, occurring?.has(value)]).toEqual([
              expression,
              name,
              value,
              true,
            ])
          }
        }
      }
    }
  })
})
