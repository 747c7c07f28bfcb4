import type { ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { useSignedIn } from '../../access/session/index.ts'
import { HeadTabs } from '../../components/index.ts'

/** Tabs of the lexicon; on its subpages none is selected. Only operators have engine releases. */
export function LexiconTabs({ here }: { here: 'terms' | 'releases' | 'inside' }): ReactNode {
  const { t } = useText()
  const { person } = useSignedIn()
  const terms = ['terms', '/lexicon', t('lexicon.terms')] as const
  const releases = ['releases', '/lexicon/engine-releases', t('lexicon.engine-releases')] as const
  if (person.installationAdmin) return <HeadTabs here={here} tabs={[terms, releases]} />
  return here === 'terms' ? null : <HeadTabs here={here} tabs={[terms]} />
}
