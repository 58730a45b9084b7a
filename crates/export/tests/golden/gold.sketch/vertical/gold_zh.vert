<doc id="t1" document="news/桥.txt" title="桥" date="2024-05-06" publisher="" layout="sequential" script="zh-Hans">
<p id="t1.p2">
<s id="z1.1" role="paragraph" pair="323b149767cae759" category="2-2" score="0.8750">
桥
<g/>
建
<g/>
好
<g/>
了
<g/>
。
</s>
<s id="z1.2" role="paragraph" pair="323b149767cae759" category="2-2" score="0.8750">
全长
<g/>
12
公里
<g/>
。
</s>
<s id="z1.3" role="paragraph" pair="" category="" score="">
没有
<g/>
译文
<g/>
。
</s>
</p>
<p id="t1.p3">
<s id="z1.4" role="paragraph" pair="" category="" score="">
2024
</s>
</p>
</doc>
<doc id="t2" document="橋.html" title="" date="" publisher="" layout="sequential" script="zh-Hant">
<p id="t2.p1">
<s id="z2.1" role="paragraph" pair="b31fda7b2cf28f56" category="2-1" score="0.8750">
一
<g/>
座
<g/>
橋
<g/>
。
</s>
<s id="z2.2" role="paragraph" pair="b31fda7b2cf28f56" category="2-1" score="0.8750">
它
<g/>
很
<g/>
長
<g/>
。
</s>
</p>
</doc>
<doc id="t3" document="a%09b/&lt;c&gt;.txt" title="" date="" publisher="" layout="sequential" script="zh-Hans">
<p id="t3.p1">
<s id="z3.1" role="paragraph" pair="762a634e182d2b09" category="1-1" score="0.8750">
甲
乙
丙
丁
戊
己
</s>
</p>
</doc>
<doc id="t4" document="empty" title="" date="" publisher="" layout="sequential" script="zh-Hans">
</doc>
