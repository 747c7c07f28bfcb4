import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Card, Columns, FaultText, FileDrop, Loading, Refused } from '../../components/index.ts'
import { server } from '../../connection/index.ts'
import { useText } from '../../messages/index.ts'
import styles from '../goods.module.css'
import { batchesKey, type EpcisCapture } from '../queries.ts'

/** Captures a document of EPCIS events; commissioned serials become codes of their batches. */
export function EpcisCard(): ReactNode {
  const { t } = useText()
  const queries = useQueryClient()
  const capture = useMutation({
    mutationFn: (file: File) =>
      server.epcis.capture({
        body: file,
        contentType: /\.xml$/i.test(file.name) ? 'application/xml' : 'application/ld+json',
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: batchesKey }),
  })
  return (
    <Card title={t('codes.epcis')} lead={t('codes.epcis.lead')}>
      <div className={styles.stack}>
        <FileDrop
          label={t('codes.epcis.file')}
          hint={t('codes.epcis.file.hint')}
          onFile={(file) => capture.mutate(file)}
        />
        {capture.isPending && <Loading />}
        {capture.isSuccess && <Outcome capture={capture.data} name={capture.variables.name} />}
        <Refused error={capture.error} />
      </div>
    </Card>
  )
}

function Outcome({ capture, name }: { capture: EpcisCapture; name: string }): ReactNode {
  const { t } = useText()
  const { success, received, stored, errors } = capture
  if (success)
    return (
      <p role="status" className={styles.words}>
        {t('codes.epcis.done', { name, received, stored })}
      </p>
    )
  return (
    <>
      <p role="alert" className={styles.words}>
        {t('codes.epcis.refused', { name })}
      </p>
      <Columns
        caption={t('codes.epcis.problems')}
        heads={[t('codes.epcis.place'), t('codes.epcis.problem')]}
      >
        {errors.map(({ pointer, detail, remedy }) => (
          <tr key={`${pointer} ${detail}`}>
            <td className="stranger">{pointer}</td>
            <td className="stranger">
              <FaultText fault={{ message: `${detail}: ${remedy}` }} />
            </td>
          </tr>
        ))}
      </Columns>
    </>
  )
}
