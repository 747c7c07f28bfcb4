export function saveText(text: string, fileName: string, type: string): void {
  saveBlob(new Blob([text], { type }), fileName)
}

export function saveBlob(blob: Blob, fileName: string): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  URL.revokeObjectURL(address)
}

export function saveJson(value: unknown, fileName: string): void {
  saveText(`${JSON.stringify(value, null, 2)}\n`, fileName, 'application/json')
}
