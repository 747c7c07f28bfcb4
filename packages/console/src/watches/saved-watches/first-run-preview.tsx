import type { ReactNode } from 'react'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import { useText } from '../../messages/index.ts'
import {
  amountWords,
  budgetOf,
  leastMinutes,
  mostCostOf,
  useConnectors,
  useWatchSettings,
} from '../watch-components/index.ts'
import styles from './watch-form.module.css'
import { connectorOf, queriesOf, type WatchValues } from './watch-values.ts'

/** What the first run may use, before it starts. */
export function FirstRunPreview({ values }: { values: WatchValues }): ReactNode {
  const { t, word, number, locale, sentences } = useText()
  const rights = permissionsOf(useMember())
  const { data: settings } = useWatchSettings(rights.readWatchSettings)
  const { data: connectors } = useConnectors()
  const connector = connectorOf(values)
  const terms =
    word(`connector.${connector}.terms`) ??
    connectors?.items.find(({ name }) => name === connector)?.terms
  const budget = budgetOf(values.perRun)
  const mostCost = settings && mostCostOf(budget, settings.rates)
  const queries = queriesOf(values).length
  const costSentence =
    settings === undefined || mostCost === undefined
      ? ''
      : !settings.hasRates
        ? t('watch-preview.no-rates')
        : t('watch-preview.cost', { cost: amountWords(locale, settings.rates.currency, mostCost) })
  return (
    <section className={styles.preview} aria-label={t('watch-preview.title')}>
      <h2>{t('watch-preview.title')}</h2>
      <ul>
        <li>
          {t('watch-preview.requests', {
            requests: budget.requests,
            minutes: leastMinutes(budget.requests),
          })}
        </li>
        {queries > 1 && <li>{t('watch-preview.queries', { queries })}</li>}
        <li>
          {sentences([
            t('watch-preview.bytes', { size: number(Number(values.perRun.mebibytes)) }),
            costSentence,
          ])}
        </li>
        <li>{t('watch-preview.polite')}</li>
        {terms !== undefined && <li>{terms}</li>}
        {settings?.installationStopped === true && <li>{t('watch-next.installation-stopped')}</li>}
        {settings?.stopped === true && <li>{t('watch-next.organisation-stopped')}</li>}
      </ul>
    </section>
  )
}
