<doc id="t1" document="news/桥.txt" title="桥" date="2024-05-06" publisher="" layout="sequential" script="zh-Hans">
<p id="t1.p4">
<s id="e1.1" role="paragraph" pair="323b149767cae759" category="2-2" score="0.8750">
The
bridge
is
built
<g/>
.
</s>
<s id="e1.2" role="paragraph" pair="323b149767cae759" category="2-2" score="0.8750">
It
is
12
km
long
<g/>
.
</s>
<s id="e1.3" role="paragraph" pair="" category="" score="">
Nobody
said
this
<g/>
.
</s>
</p>
<p id="t1.p5">
<s id="e1.4" role="paragraph" pair="" category="" score="">
2024
</s>
</p>
</doc>
<doc id="t2" document="橋.html" title="" date="" publisher="" layout="sequential" script="zh-Hant">
<p id="t2.p2">
<s id="e2.1" role="paragraph" pair="b31fda7b2cf28f56" category="2-1" score="0.8750">
A
bridge
it
is
<g/>
:
long
<g/>
.
</s>
</p>
</doc>
<doc id="t3" document="a%09b/&lt;c&gt;.txt" title="" date="" publisher="" layout="sequential" script="zh-Hans">
<p id="t3.p2">
<s id="e3.1" role="paragraph" pair="762a634e182d2b09" category="1-1" score="0.8750">
R
<g/>
&amp;
<g/>
D
&lt;
<g/>
"
<g/>
b
<g/>
"
<g/>
&gt;
\
end
</s>
</p>
</doc>
<doc id="t4" document="empty" title="" date="" publisher="" layout="sequential" script="zh-Hans">
<p id="t4.p1">
<s id="e4.1" role="paragraph" pair="" category="" score="">
Alone
<g/>
.
</s>
</p>
</doc>
