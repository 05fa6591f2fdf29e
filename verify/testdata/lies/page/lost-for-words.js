// An error of its own, with what breaks a report that trusts it.
console.error('lost for words ]]></failure><script>alert(1)</script> \u0000\u001b[31m\u202e "quoted" & more');
