import { useQuery } from '@tanstack/react-query'
import type { FileEncodingName } from '@touchstone/contract'
import { useState, type ReactNode } from 'react'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import { permissionsOf, useMember } from '../../access/session/index.ts'
import {
  Card,
  Denied,
  EncodingReadings,
  EncodingSelect,
  Faults,
  FileDrop,
  Page,
  QueryStatus,
} from '../../components/index.ts'
import { beginningOf } from './file-beginning.ts'
import styles from './import.module.css'
import { ImportFile } from './import-file.tsx'
import { useCurrentImport } from './import-provider.tsx'
import { ImportResult } from './import-result.tsx'
import { MarketplaceCurrencies } from './marketplace-currencies.tsx'
import { MarketplaceNames } from './marketplace-names.tsx'
import { SettledMappings } from './saved-mappings.tsx'
import { StoppedImport, ImportProgress } from './import-progress.tsx'
import { UnreadValues } from './unread-values.tsx'
import type { Import } from './use-import.ts'

export function ImportPage(): ReactNode {
  const { t } = useText()
  const rights = permissionsOf(useMember())
  return (
    <Page title={t('import.title')} lead={t('import.description')}>
      {rights.sendListings ? <Import /> : <Denied>{t('import.denied')}</Denied>}
    </Page>
  )
}

function Import(): ReactNode {
  const { t } = useText()
  const importing = useCurrentImport()
  if (importing === undefined) return null
  const { chosen, choose, run } = importing
  return (
    <>
      <Card>
        {!run.isSending && (
          <FileDrop label={t('import.drop')} hint={t('import.formats')} onFile={choose} />
        )}
        {chosen && <FileName file={chosen.file} />}
      </Card>
      {chosen ? (
        <ChosenFile key={chosen.count} file={chosen.file} count={chosen.count} run={run} />
      ) : (
        <>
          <SettledMappings />
          <MarketplaceCurrencies />
          <MarketplaceNames />
        </>
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

type ChosenProps = { file: File; count: number; run: Import }

/** A file before, during and after its import. */
function ChosenFile({ file, count, run }: ChosenProps): ReactNode {
  const { t } = useText()
  if (run.isSending) return <ImportProgress id={run.id} size={file.size} onStop={run.stop} />
  if (run.isStopped) return <StoppedImport id={run.id} />
  if (run.result === undefined) return <FilePreview file={file} count={count} run={run} />
  return (
    <>
      <ImportResult result={run.result} />
      <UnreadValues result={run.result} />
      <Faults
        title={t('faults.title')}
        faults={run.result.faults}
        total={run.result.failed}
        fileName={file.name}
      />
    </>
  )
}

/** Previews the start of a file before anything is sent. */
function FilePreview({ file, count, run }: ChosenProps): ReactNode {
  const [encoding, setEncoding] = useState<FileEncodingName>()
  const preview = useQuery({
    queryKey: ['import preview', count, encoding],
    queryFn: async ({ signal }) => {
      const { bytes, cut } = await beginningOf(file)
      return server.imports.preview({
        query: { cut: cut ? 'true' : 'false', ...(encoding && { encoding }) },
        body: bytes,
        contentType: 'application/octet-stream',
        signal,
      })
    },
    staleTime: Infinity,
    gcTime: 0,
  })
  if (!preview.isSuccess) return <QueryStatus query={preview} />
  const { readings, encoding: found } = preview.data
  if (readings.length > 0) return <EncodingReadings readings={readings} onChoose={setEncoding} />
  return (
    <>
      {found !== null && (
        <Card>
          <EncodingSelect value={encoding} found={found} onChange={setEncoding} />
        </Card>
      )}
      <ImportFile key={encoding} file={file} shown={preview.data} encoding={encoding} run={run} />
    </>
  )
}
