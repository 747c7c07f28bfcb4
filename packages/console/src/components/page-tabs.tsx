import { Button } from '@mantine/core'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import styles from './page-tabs.module.css'

type Tabs<Name extends string> = {
  here: Name
  tabs: readonly (readonly [name: Name, to: LinkProps['to'], words: string])[]
}

/** Tabs above the content of a page. */
export function PageTabs<Name extends string>({
  label,
  ...tabs
}: Tabs<Name> & { label: string }): ReactNode {
  return (
    <nav className={styles.tabs} aria-label={label}>
      <TabLinks {...tabs} size="compact-sm" />
    </nav>
  )
}

/** A few tabs beside the page's title. */
export function HeadTabs<Name extends string>(tabs: Tabs<Name>): ReactNode {
  return <TabLinks {...tabs} size="sm" />
}

function TabLinks<Name extends string>({
  here,
  tabs,
  size,
}: Tabs<Name> & { size: 'sm' | 'compact-sm' }): ReactNode {
  return tabs.map(([name, to, words]) => (
    <Button
      key={name}
      size={size}
      variant={here === name ? 'light' : 'subtle'}
      {...(here === name && { 'aria-current': 'page' as const })}
      renderRoot={(props) => <Link to={to} {...props} />}
    >
      {words}
    </Button>
  ))
}
