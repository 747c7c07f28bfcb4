import { Button } from '@mantine/core'
import { Link, useMatches } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { useText } from '../../messages/index.ts'
import { NoticeBar } from '../../components/index.ts'
import { useCurrentImport, type Importing } from './import-provider.tsx'
import { useProgress } from './use-import.ts'

/** Progress of an import on other pages, and its result until viewed. */
export function ImportBar(): ReactNode {
  const importing = useCurrentImport()
  return importing?.chosen && <Bar {...importing} name={importing.chosen.file.name} />
}

function Bar({ run, name }: Importing & { name: string }): ReactNode {
  const { t } = useText()
  const isHere = useMatches().at(-1)?.routeId === '/member/import'
  const [seen, setSeen] = useState('')
  const { id, isSending, result, error } = run
  const hasEnded = result !== undefined || error !== null
  if (isHere && hasEnded && seen !== id) setSeen(id)
  if (isHere || seen === id || !(isSending || hasEnded)) return null
  return (
    <NoticeBar
      actions={
        <Button
          size="compact-sm"
          variant="default"
          renderRoot={(props) => <Link to="/import" {...props} />}
        >
          {t('import.bar.view')}
        </Button>
      }
    >
      {isSending && <RunningImport id={id} name={name} />}
      {result && t('import.bar.done', { name, count: result.taken })}
      {error !== null && t('import.bar.failed', { name })}
    </NoticeBar>
  )
}

function RunningImport({ id, name }: { id: string; name: string }): ReactNode {
  const { t } = useText()
  const { data } = useProgress(id)
  return t('import.bar.running', { name, count: data?.taken ?? 0 })
}
