import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import styles from './reception.module.css'

const places = [
  ['/reception', 'queue'],
  ['/reception/measures', 'measures'],
  ['/reception/filings', 'filings'],
  ['/reception/misuse', 'misuse'],
  ['/reception/flaggers', 'flaggers'],
  ['/reception/settings', 'settings'],
] as const

/** The ways from one page of the reception to the others. */
export function ReceptionTabs({ here }: { here: (typeof places)[number][1] }): ReactNode {
  const { t } = useText()
  return (
    <nav className={styles.tabs} aria-label={t('reception.pages')}>
      {places.map(([to, name]) => (
        <Button
          key={name}
          size="compact-sm"
          variant={here === name ? 'light' : 'subtle'}
          {...(here === name && { 'aria-current': 'page' as const })}
          renderRoot={(props) => <Link to={to} {...props} />}
        >
          {t(`reception.tab.${name}`)}
        </Button>
      ))}
    </nav>
  )
}
