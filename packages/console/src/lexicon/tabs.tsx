import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useText } from '../messages/index.ts'

/** The ways from one page of the lexicon to the others. */
export function LexiconTabs({ here }: { here: 'terms' | 'revisions' | 'inside' }): ReactNode {
  const { t } = useText()
  return (
    <>
      <Button
        variant={here === 'terms' ? 'light' : 'default'}
        renderRoot={(props) => <Link to="/lexicon" {...props} />}
      >
        {t('lexicon.terms')}
      </Button>
      <Button
        variant={here === 'revisions' ? 'light' : 'default'}
        renderRoot={(props) => <Link to="/lexicon/revisions" {...props} />}
      >
        {t('lexicon.revisions')}
      </Button>
    </>
  )
}
