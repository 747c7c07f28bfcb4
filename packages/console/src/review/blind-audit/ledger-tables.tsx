import { Button } from '@mantine/core'
import type { ErrorLedger, LedgerRuleView } from '@touchstone/contract'
import type { ReactNode } from 'react'
import { useText, type PlainKey, type Text } from '../../messages/index.ts'
import { Card, Columns, csvTable, Empty, saveJson, saveText } from '../../components/index.ts'
import styles from './error-ledger.module.css'

type Kind = LedgerRuleView['kind']
type Share = { value: number; low: number; high: number }

const kinds = ['verdict', 'queue', 'signal'] as const satisfies readonly Kind[]
const titles = {
  verdict: ['error-ledger.verdicts', 'error-ledger.verdicts.description'],
  queue: ['error-ledger.queues', 'error-ledger.queues.description'],
  signal: ['error-ledger.signals', 'error-ledger.signals.description'],
} as const

/** The rules by kind, with their error rates. */
export function LedgerTables({ ledger }: { ledger: ErrorLedger }): ReactNode {
  const { t, sentences } = useText()
  const { rules, withheld } = ledger
  return (
    <>
      {rules.length === 0 ? (
        <Empty title={t('error-ledger.empty')}>{t('error-ledger.empty.text')}</Empty>
      ) : (
        kinds.map((kind) => <RuleTable key={kind} kind={kind} rules={rules} />)
      )}
      <p className={styles.fine}>
        {sentences([
          withheld > 0 ? t('error-ledger.withheld', { count: withheld }) : '',
          t('error-ledger.suppression'),
        ])}
      </p>
    </>
  )
}

function RuleTable({ kind, rules }: { kind: Kind; rules: readonly LedgerRuleView[] }): ReactNode {
  const text = useText()
  const { t } = text
  const own = rules.filter((rule) => rule.kind === kind)
  if (own.length === 0) return null
  const [titleKey, leadKey] = titles[kind]
  return (
    <Card title={t(titleKey)} lead={t(leadKey)}>
      <Columns
        caption={t(titleKey)}
        heads={[
          t('error-ledger.rule'),
          t('error-ledger.audited'),
          t('error-ledger.decided'),
          t('error-ledger.reversed'),
        ]}
        wide
      >
        {own.map(({ code, audited, decided, reversed }) => (
          <tr key={code}>
            <th scope="row" className={styles.rule}>
              {ruleName(text, kind, code)}
            </th>
            <td>
              <Rate counts={audited && countsOf(audited)} share={audited?.wrongShare} />
            </td>
            <td>
              <Rate counts={decided && countsOf(decided)} share={decided?.wrongShare} />
            </td>
            <td>
              <Rate
                counts={reversed && { wrong: reversed.count, of: reversed.of }}
                share={reversed?.share}
              />
            </td>
          </tr>
        ))}
      </Columns>
    </Card>
  )
}

type Counts = { wrong: number; of: number }

function countsOf({ right, wrong }: { right: number; wrong: number }): Counts {
  return { wrong, of: right + wrong }
}

function Rate({ counts, share }: { counts: Counts | null; share: Share | undefined }): ReactNode {
  const { t, percent } = useText()
  if (counts === null || share === undefined) {
    return <span className={styles.fine}>{t('error-ledger.none')}</span>
  }
  const { value, low, high } = share
  return (
    <span className={styles.rate}>
      <span className="figures">
        {t('error-ledger.share', {
          value: percent(value),
          low: percent(low),
          high: percent(high),
        })}
      </span>
      <span className={styles.fine}>{t('error-ledger.counts', counts)}</span>
    </span>
  )
}

const names: Readonly<Record<string, PlainKey>> = {
  clear: 'verdict.clear',
  'ask-proof': 'verdict.ask-proof',
  review: 'verdict.review',
  block: 'verdict.block',
  'impossible-price': 'error-ledger.impossible-price',
}

/** The name of a verdict, queue or signal; API and files have the code. */
function ruleName({ t, signalName }: Text, kind: Kind, code: string): string {
  if (kind === 'signal') return signalName(code)
  const key = names[code]
  return key === undefined ? code : t(key)
}

/** Saves the ledger as it is shown, by rule and in counts alone. */
export function SaveLedger({ ledger }: { ledger: ErrorLedger }): ReactNode {
  const { t } = useText()
  const heads = [
    'kind',
    'code',
    ...['audited', 'decided'].flatMap((basis) =>
      ['right', 'wrong', 'wrong share', 'low', 'high'].map((name) => `${basis} ${name}`),
    ),
    ...['count', 'of', 'share', 'low', 'high'].map((name) => `reversed ${name}`),
  ]
  const rows = ledger.rules.map(({ kind, code, audited, decided, reversed }) => [
    kind,
    code,
    ...[audited, decided].flatMap((figures) =>
      cells(figures && [figures.right, figures.wrong], figures?.wrongShare),
    ),
    ...cells(reversed && [reversed.count, reversed.of], reversed?.share),
  ])
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={() => saveText(csvTable([heads, ...rows]), 'error-ledger.csv', 'text/csv')}
      >
        {t('error-ledger.csv')}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        onClick={() => saveJson(ledger, 'error-ledger.json')}
      >
        {t('error-ledger.json')}
      </Button>
    </>
  )
}

function cells(counts: readonly number[] | null, share: Share | undefined): string[] {
  if (counts === null || share === undefined) return ['', '', '', '', '']
  return [...counts, share.value, share.low, share.high].map(String)
}
