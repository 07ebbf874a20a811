"""What documents are made with: a PDF set with typst, a workbook's sheets and styles, a chart's picture."""
