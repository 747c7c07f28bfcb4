import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'
import styles from './lists.module.css'

const places = [
  ['list', '/cases'],
  ['board', '/cases/board'],
  ['notes', '/cases/notes'],
  ['templates', '/cases/templates'],
  ['queues', '/cases/queues'],
] as const
type CasesPlace = (typeof places)[number][0]

/** From one way to look at cases to the others, and to what they begin with. */
export function CasesTabs({ here }: { here: CasesPlace }): ReactNode {
  const { t } = useText()
  return (
    <nav className={styles.tabs} aria-label={t('cases.view')}>
      {places.map(([name, to]) => (
        <Button
          key={name}
          size="compact-sm"
          variant={here === name ? 'light' : 'default'}
          aria-current={here === name ? 'page' : undefined}
          renderRoot={(props) => <Link to={to} {...props} />}
        >
          {t(`cases.view.${name}`)}
        </Button>
      ))}
    </nav>
  )
}
