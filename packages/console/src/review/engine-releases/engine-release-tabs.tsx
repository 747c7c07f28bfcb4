import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { HeadTabs } from '../../components/index.ts'

/** Tabs of the lexicon; on its subpages none is selected. */
export function LexiconTabs({ here }: { here: 'terms' | 'releases' | 'inside' }): ReactNode {
  const { t } = useText()
  return (
    <HeadTabs
      here={here}
      tabs={[
        ['terms', '/lexicon', t('lexicon.terms')],
        ['releases', '/lexicon/engine-releases', t('lexicon.engine-releases')],
      ]}
    />
  )
}
