/**
 * Lets the bundler leave out what nobody uses of @xyflow/react (MiniMap, Controls, Background, the resizer: 6 kB gzip):
 * its components are made by calls at the top level, which might do anything until they are marked as pure.
 * A loader, in the form that the bundler asks for: source in, source out.
 */
module.exports = (source) =>
  source
    .replace(/= (memo|forwardRef|fixedForwardRef)\(/g, '= /*#__PURE__*/ $1(')
    .replace(/memo\((forwardRef|fixedForwardRef)\(/g, 'memo(/*#__PURE__*/ $1(')
    .replace(
      /= (create(?:SimpleBezier|SmoothStep|Step|Straight|Bezier)Edge)\(/g,
      '= /*#__PURE__*/ $1(',
    )
    // Names for developers' tools only; an assignment keeps what it is made to.
    .replace(/^\w+\.displayName = .*$/gm, '')
