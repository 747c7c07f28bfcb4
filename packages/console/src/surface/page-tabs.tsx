import { Button } from '@mantine/core'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import styles from './page-tabs.module.css'

type PageTabsProps<Name extends string> = {
  label: string
  places: readonly (readonly [name: Name, to: LinkProps['to']])[]
  here: Name
  wordOf: (name: Name) => string
}

/** The ways from one page of a room to the others. */
export function PageTabs<Name extends string>({
  label,
  places,
  here,
  wordOf,
}: PageTabsProps<Name>): ReactNode {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {places.map(([name, to]) => (
        <Button
          key={name}
          size="compact-sm"
          variant={here === name ? 'light' : 'subtle'}
          {...(here === name && { 'aria-current': 'page' as const })}
          renderRoot={(props) => <Link to={to} {...props} />}
        >
          {wordOf(name)}
        </Button>
      ))}
    </nav>
  )
}
