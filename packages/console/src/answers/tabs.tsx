import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import styles from './answers.module.css'

const places = [
  ['/answers', 'answers'],
  ['/answers/links', 'links'],
  ['/answers/asks', 'asks'],
  ['/answers/clearances', 'clearances'],
] as const

/** The ways from one page about sellers’ answers to the others. */
export function AnswerTabs({ here }: { here: (typeof places)[number][1] }): ReactNode {
  const { t } = useText()
  return (
    <nav className={styles.tabs} aria-label={t('answers.pages')}>
      {places.map(([to, name]) => (
        <Button
          key={name}
          size="compact-sm"
          variant={here === name ? 'light' : 'subtle'}
          {...(here === name && { 'aria-current': 'page' as const })}
          renderRoot={(props) => <Link to={to} {...props} />}
        >
          {t(`answers.tab.${name}`)}
        </Button>
      ))}
    </nav>
  )
}
