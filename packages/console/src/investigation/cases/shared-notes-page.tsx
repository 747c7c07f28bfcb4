import type { ReactNode } from 'react'
import { CasesTabs, SharedNotes } from '../case-components/index.ts'
import { useText } from '../../messages/index.ts'
import { Card, Empty, Page } from '../../surface/index.ts'

/** What the other sides of offers wrote. */
export function NotesPage(): ReactNode {
  const { t } = useText()
  return (
    <Page title={t('notes.title')} lead={t('notes.lead')}>
      <CasesTabs here="notes" />
      <Card>
        <SharedNotes
          of="others"
          none={<Empty title={t('notes.empty')}>{t('notes.empty.text')}</Empty>}
        />
      </Card>
    </Page>
  )
}
