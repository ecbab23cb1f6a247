"""The style of the run's page: two sets of colours, light and dark; the rest is the same."""

STYLE = """
:root { color-scheme: light dark; --ink: #1d2129; --soft: #5d6675; --line: #d9dde4; --paper: #fff;
  --card: #f6f7f9; --new: #1a7f5a; --changed: #3d8fd1; --unchanged: #a9b4c4; --duplicates: #8a6fc0;
  --not: #d0a030; --failed: #c8432f; --bad-ink: #8c1d0e; --bad: #fde9e5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #9aa4b5; --line: #363c47; --paper:
  #15181d; --card: #1d2128; --new: #3fb58a; --changed: #5aa7e6; --unchanged: #566173; --duplicates:
  #a58be0; --not: #d9ae4a; --failed: #e2604c; --bad-ink: #ffb4a6; --bad: #3b1d18; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 72rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", "Noto Sans", "Noto Sans Arabic", sans-serif; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.1rem; margin: 0; }
h3 { font-size: .85rem; margin: 1rem 0 .3rem; color: var(--soft); font-weight: 600; }
p { margin: .3rem 0; }
.soft { color: var(--soft); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .45rem; text-align: end; border-bottom: 1px solid var(--line); white-space:
  nowrap; }
th { color: var(--soft); font-weight: 600; }
th:first-child, td:first-child { text-align: start; }
tfoot td { font-weight: 700; border-bottom: 0; }
a { color: inherit; }
section { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: 1rem;
  margin-top: 1rem; }
.head { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: center; justify-content:
  space-between; }
.bad { background: var(--bad); color: var(--bad-ink); border-radius: .3rem; padding: .3rem .6rem; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: .1rem
  1.5rem; }
.field { display: grid; grid-template-columns: 6.5rem 1fr 2.8rem; gap: .5rem; align-items: center;
  font-size: .85rem; }
.field span:last-child { text-align: end; font-variant-numeric: tabular-nums; }
svg { display: block; }
.bar { width: 100%; height: 14px; border-radius: 3px; }
.thin { width: 100%; height: 8px; }
.key { display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .85rem; padding: 0; margin: .3rem 0;
  list-style: none; }
.key svg { display: inline-block; vertical-align: -1px; margin-inline-end: .3rem; }
.new { fill: var(--new); }
.changed { fill: var(--changed); }
.unchanged { fill: var(--unchanged); }
.duplicates { fill: var(--duplicates); }
.not-articles { fill: var(--not); }
.failed { fill: var(--failed); }
.rest { fill: var(--line); }
ul.plain { margin: .2rem 0; padding-inline-start: 1.2rem; overflow-wrap: anywhere; }
@media print { section { break-inside: avoid; } }
"""
