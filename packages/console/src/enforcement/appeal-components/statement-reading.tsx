import type { ReactNode } from 'react'
import { useText, type Text } from '../../messages/index.ts'
import styles from './statement-reading.module.css'

export type Readings = Readonly<Record<Text['locale'], string>>

/** A statement of reasons in the reader’s language, where the seller’s text does not contain it. */
export function StatementReading(props: { text: string; readings: Readings }): ReactNode {
  const { t, locale } = useText()
  const reading = props.readings[locale]
  if (props.text.includes(reading)) return null
  return (
    <section aria-label={t('statement.reading')}>
      <h3 className={styles.heading}>{t('statement.reading')}</h3>
      <pre className={styles.text} lang={locale} tabIndex={0}>
        {reading}
      </pre>
    </section>
  )
}
