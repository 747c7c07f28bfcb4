import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { server } from '../connection/index.ts'
import { useText } from '../messages/index.ts'
import { rightsOf, useMember } from '../session/index.ts'
import { Card, Denied, FileDrop, Page, Unread } from '../surface/index.ts'
import { beginningOf } from './beginning.ts'
import styles from './import.module.css'
import { ImportFile } from './import-file.tsx'
import { SettledMappings } from './settled-mappings.tsx'

/** Brings a file of offers in, which are judged on the way. */
export function ImportPage(): ReactNode {
  const { t } = useText()
  const rights = rightsOf(useMember())
  return (
    <Page title={t('import.title')} lead={t('import.lead')}>
      {rights.sendListings ? <Import /> : <Denied>{t('import.denied')}</Denied>}
    </Page>
  )
}

function Import(): ReactNode {
  const { t } = useText()
  // Each choice is a file anew, though it may be the same one, mended.
  const [chosen, setChosen] = useState<{ file: File; count: number }>()
  const choose = (file: File): void =>
    setChosen(({ count } = { count: 0, file }) => ({ file, count: count + 1 }))
  return (
    <>
      <Card>
        <FileDrop label={t('import.drop')} hint={t('import.formats')} onFile={choose} />
        {chosen && <FileName file={chosen.file} />}
      </Card>
      {chosen ? (
        <Chosen key={chosen.count} file={chosen.file} count={chosen.count} />
      ) : (
        <SettledMappings />
      )}
    </>
  )
}

function FileName({ file }: { file: File }): ReactNode {
  const { t, number } = useText()
  return (
    <p className={styles.name}>
      <strong className="stranger">{file.name}</strong>{' '}
      <span>{t('import.size', { kilobytes: number(Math.ceil(file.size / 1024)) })}</span>
    </p>
  )
}

/** Looks at the beginning of a file first: nothing is sent in unseen. */
function Chosen({ file, count }: { file: File; count: number }): ReactNode {
  const shown = useQuery({
    queryKey: ['import preview', count],
    queryFn: async ({ signal }) => {
      const { bytes, cut } = await beginningOf(file)
      return server.imports.preview({
        query: { cut: cut ? 'true' : 'false' },
        body: bytes,
        contentType: 'application/octet-stream',
        signal,
      })
    },
    staleTime: Infinity,
    gcTime: 0,
  })
  if (!shown.isSuccess) return <Unread query={shown} />
  return <ImportFile file={file} shown={shown.data} />
}
