import { Button, NativeSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core'
import { RefusedError } from '@touchstone/client'
import { useId, type ReactNode } from 'react'
import { problemOf } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { ProblemText } from '../../components/index.ts'
import { useConnectors, type WatchableBrand } from '../watch-components/index.ts'
import {
  connectorNames,
  isShipped,
  queryPlace,
  searchAddress,
  wholeAddress,
} from './site-choice.ts'
import styles from './watch-form.module.css'
import {
  connectorOf,
  hasRules,
  nameFor,
  queriesOf,
  type WatchFault,
  type WatchField,
  type WatchValues,
} from './watch-values.ts'

export type WatchFieldsProps = {
  values: WatchValues
  onChange: (values: WatchValues) => void
  /** The brands to choose from; without them, brand and kind of site stay as they are. */
  brands?: readonly WatchableBrand[]
  /** What the brand is called, as suggestions. */
  words: readonly string[]
  brandName: string
  /** Shown once the person has tried to send the form. */
  faults: Partial<Record<WatchField, WatchFault>>
  /** The refusal of the last attempt. */
  error: unknown
}

const intervals = [15, 60, 360, 720, 1440, 10_080, 43_200]

/** The fields of a watch, the ones that people change first. */
export function WatchFields(props: WatchFieldsProps): ReactNode {
  const { values, onChange, brands, words, brandName, error } = props
  const { t, word } = useText()
  const { data: connectors } = useConnectors()
  const connector = connectorOf(values)
  const added = (connectors?.items ?? []).filter(({ name }) => !isShipped(name))
  const set = (change: Partial<WatchValues>): void => onChange({ ...values, ...change })
  const site = wholeAddress(values.site)
  const searched = searchAddress(site, words)
  const atField = errorsAt(props)
  const chosen = Number(values.intervalMinutes)
  return (
    <>
      {brands !== undefined && (
        <NativeSelect
          label={t('watch.brand')}
          value={values.brand}
          data={[
            ...(values.brand === '' ? [{ value: '', label: t('watch.brand.choose') }] : []),
            ...brands.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          error={atField('brand')}
          onChange={({ currentTarget }) => set({ brand: currentTarget.value })}
        />
      )}
      <div>
        <TextInput
          label={t('watch.site')}
          description={t('watch.site.hint', { place: queryPlace })}
          inputMode="url"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          maxLength={2000}
          placeholder="https://shop.example/search?q={query}"
          value={values.site}
          error={atField('site')}
          onChange={({ currentTarget }) => set({ site: currentTarget.value })}
        />
        {searched !== undefined && connector !== 'feed' && (
          <div className={styles.hint}>
            <span>{t('watch.site.search')}</span>
            <Button
              size="compact-sm"
              variant="light"
              onClick={() =>
                set({
                  site: searched,
                  ...(values.queries.trim() === '' && { queries: words[0] ?? '' }),
                })
              }
            >
              {t('watch.site.search.use')}
            </Button>
          </div>
        )}
      </div>
      {brands !== undefined && (
        <NativeSelect
          label={t('watch.connector')}
          description={
            word(`connector.${connector}.needs`) ??
            added.find(({ name }) => name === connector)?.needs
          }
          value={connector}
          data={[
            ...connectorNames.map((name) => ({ value: name, label: t(`connector.${name}`) })),
            // A connector of a package has no texts in this language: it describes itself.
            ...added.map(({ name }) => ({ value: name, label: word(`connector.${name}`) ?? name })),
          ]}
          error={atField('connector')}
          onChange={({ currentTarget }) => set({ connector: currentTarget.value })}
        />
      )}
      {(site.includes(queryPlace) || values.queries !== '') && (
        <QueriesField {...props} set={set} error={atField('queries')} />
      )}
      {hasRules(values) && (
        <Textarea
          label={t('watch.rules')}
          description={t('watch.rules.hint')}
          autosize
          minRows={4}
          maxRows={20}
          spellCheck={false}
          placeholder='{"listing": "li.item", "fields": {"id": {"attribute": "data-id"}, "title": {"select": "h2"}}, "follow": ["a.next"]}'
          value={values.rules}
          error={atField('rules')}
          onChange={({ currentTarget }) => set({ rules: currentTarget.value })}
        />
      )}
      <NativeSelect
        label={t('watch.interval')}
        maw={260}
        value={values.intervalMinutes}
        data={[...new Set([...intervals, chosen])]
          .sort((a, b) => a - b)
          .map((minutes) => ({ value: String(minutes), label: intervalWords(t, minutes) }))}
        error={atField('intervalMinutes')}
        onChange={({ currentTarget }) => set({ intervalMinutes: currentTarget.value })}
      />
      <BudgetFields {...props} atField={atField} />
      <TextInput
        label={t('watch.name')}
        description={t('watch.name.hint')}
        maxLength={200}
        placeholder={values.site === '' ? '' : nameFor(brandName, site)}
        value={values.name}
        error={atField('name')}
        onChange={({ currentTarget }) => set({ name: currentTarget.value })}
      />
      {error !== null && error !== undefined && !pointsAtField(error) && (
        <p role="alert" className={styles.refused}>
          <ProblemText problem={problemOf(error)} />
        </p>
      )}
    </>
  )
}

type Translate = ReturnType<typeof useText>['t']

function intervalWords(t: Translate, minutes: number): string {
  if (minutes % 1440 === 0) return t('watch.interval.days', { days: minutes / 1440 })
  if (minutes % 60 === 0) return t('watch.interval.hours', { hours: minutes / 60 })
  return t('watch.interval.minutes', { minutes })
}

type QueriesFieldProps = Pick<WatchFieldsProps, 'values' | 'words'> & {
  set: (change: Partial<WatchValues>) => void
  error: ReactNode
}

/** What to search for, with suggestions that are added at a press. */
function QueriesField({ values, words, set, error }: QueriesFieldProps): ReactNode {
  const { t } = useText()
  const id = useId()
  const queries = queriesOf(values)
  const known = new Set(queries.map((query) => query.toLowerCase()))
  const suggested = words.filter((word) => !known.has(word.toLowerCase()))
  const add = (more: readonly string[]): void => set({ queries: [...queries, ...more].join('\n') })
  return (
    <div>
      <Textarea
        label={t('watch.queries')}
        description={t('watch.queries.hint')}
        autosize
        minRows={2}
        maxRows={10}
        value={values.queries}
        error={error}
        onChange={({ currentTarget }) => set({ queries: currentTarget.value })}
      />
      {suggested.length > 0 && (
        <div className={styles.hint} role="group" aria-labelledby={id}>
          <span id={id}>{t('watch.queries.suggested')}</span>
          {suggested.map((word) => (
            <Button
              key={word}
              size="compact-sm"
              variant="default"
              aria-label={t('watch.queries.add', { query: word })}
              onClick={() => add([word])}
            >
              <span>
                + <bdi>{word}</bdi>
              </span>
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}

type BudgetFieldsProps = WatchFieldsProps & { atField: (field: string) => ReactNode }

/** Requests first: they are what a site notices, and what decides how long a run takes. */
function BudgetFields({ values, onChange, atField }: BudgetFieldsProps): ReactNode {
  const { t } = useText()
  const field = (of: 'perRun' | 'perDay', part: 'requests' | 'mebibytes' | 'seconds' | 'cost') => ({
    label: t(`watch.${of}.${part}`),
    min: 0,
    hideControls: true,
    clampBehavior: 'none' as const,
    value: values[of][part],
    onChange: (value: string | number) =>
      onChange({ ...values, [of]: { ...values[of], [part]: String(value) } }),
  })
  return (
    <div>
      <div className={styles.pair}>
        <NumberInput {...field('perRun', 'requests')} error={atField('perRun')} />
        <NumberInput {...field('perDay', 'requests')} error={atField('perDay')} />
      </div>
      <details className={styles.more}>
        <summary>{t('watch.limits')}</summary>
        <Stack gap="sm" mt="sm">
          {(['mebibytes', 'seconds', 'cost'] as const).map((part) => (
            <div key={part} className={styles.pair}>
              <NumberInput {...field('perRun', part)} />
              <NumberInput {...field('perDay', part)} />
            </div>
          ))}
          <p className={styles.fine}>{t('watch.limits.text')}</p>
          <NumberInput
            label={t('watch.captures')}
            description={t('watch.captures.hint')}
            maw={400}
            min={0}
            hideControls
            clampBehavior="none"
            value={values.captures}
            error={atField('captures')}
            onChange={(value) => onChange({ ...values, captures: String(value) })}
          />
        </Stack>
      </details>
    </div>
  )
}

const fieldOf: Readonly<Record<string, WatchField>> = {
  budgetPerRun: 'perRun',
  budgetPerDay: 'perDay',
  capturesPerDay: 'captures',
}
const ownFields = new Set([
  'brand',
  'site',
  'connector',
  'queries',
  'name',
  'intervalMinutes',
  'perRun',
  'perDay',
  'captures',
  'rules',
])

/** The field that a refusal is about. */
function refusedField(error: unknown): string | undefined {
  if (!(error instanceof RefusedError)) return undefined
  const [, name = ''] = (error.pointer ?? '').split('/')
  const field = fieldOf[name] ?? name
  return ownFields.has(field) ? field : undefined
}

function pointsAtField(error: unknown): boolean {
  return refusedField(error) !== undefined
}

/** The words at a field: of what the page knows to be wrong, else of the server's refusal. */
function errorsAt({ faults, error }: WatchFieldsProps): (field: string) => ReactNode {
  return (field) => {
    const fault = Object.entries(faults).find(([name]) => name === field)?.[1]
    if (fault !== undefined) return <FaultWords fault={fault} />
    if (refusedField(error) !== field) return undefined
    return <ProblemText problem={problemOf(error)} />
  }
}

function FaultWords({ fault }: { fault: WatchFault }): ReactNode {
  const { t } = useText()
  return t(`watch-fault.${fault}`)
}
