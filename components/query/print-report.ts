import { provenanceLines, type Rendered } from './report.ts'

const SHEET = 'print-sheet'

function add(parent: HTMLElement, tag: string, text?: string, className?: string): HTMLElement {
  const element = document.createElement(tag)
  if (text !== undefined) element.textContent = text
  if (className) element.className = className
  parent.append(element)
  return element
}

/**
 * The report on paper: black on white, whole, whatever of it is on screen. The foot of the table stands on each page.
 * The sheet is there only while it is printed.
 */
export function printReport({ provenance, sum, columns, rows }: Rendered): void {
  document.getElementById(SHEET)?.remove()
  const sheet = add(document.body, 'section')
  sheet.id = SHEET
  add(sheet, 'h1', `${provenance.title}, ${provenance.cluster}`)
  const facts = add(sheet, 'dl')
  for (const [name, value] of provenanceLines(provenance)) {
    add(facts, 'dt', name)
    add(facts, 'dd', value)
  }
  if (sum) add(sheet, 'p', sum)
  const table = add(sheet, 'table')
  const head = add(add(table, 'thead'), 'tr')
  for (const name of columns) add(head, 'th', name).setAttribute('scope', 'col')
  const foot = add(add(table, 'tfoot'), 'tr')
  add(foot, 'td', provenance.hash).setAttribute('colspan', String(columns.length))
  const body = add(table, 'tbody')
  for (const row of rows) {
    const line = add(body, 'tr')
    for (const cell of row) add(line, 'td', String(cell))
  }
  const root = document.documentElement
  const done = () => {
    sheet.remove()
    delete root.dataset.printing
    window.removeEventListener('afterprint', done)
  }
  root.dataset.printing = 'report'
  window.addEventListener('afterprint', done)
  window.print()
}
